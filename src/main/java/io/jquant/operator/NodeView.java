package io.jquant.operator;

import io.jquant.graph.Attributes;

/** What an operator may know of its node at any stage. */
public interface NodeView {
    Attributes attributes();

    /** Version of the operator set that the node's domain is imported with. */
    int opset();

    /** Number of inputs in the file, left-out ones between others included. */
    int inputCount();

    /** Number of outputs in the file, left-out ones between others included. */
    int outputCount();

    /** Is the input given (not left out)? */
    boolean hasInput(int index);

    /** Does anybody want the output (is it not left out)? */
    boolean hasOutput(int index);
}
