package io.jquant.execute;

import io.jquant.graph.Node;
import io.jquant.support.Problem;
import java.util.function.Supplier;

/** Adds the node to what an operator complains about. */
final class NodeErrors {
    private NodeErrors() {}

    /**
     * Runs work of an operator for a node; complaints about attributes and shapes become one that
     * names the node.
     */
    static <T> T at(Node node, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ClassCastException e) {
            throw Problem.OPERATOR_FAILED.because(e, node.label(), node.opType(), e.getMessage());
        }
    }
}
