package io.jquant.execute;

import io.jquant.graph.Node;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.util.function.Supplier;

/** Adds the node to what an operator complains about. */
final class NodeErrors {
    private NodeErrors() {}

    /**
     * Runs work of an operator for a node; complaints about attributes, types and shapes become one
     * that names the node.
     */
    static <T> T at(Node node, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArrayStoreException
                | ClassCastException e) {
            throw Problem.OPERATOR_FAILED.because(e, node.label(), node.opType(), e.getMessage());
        }
    }

    /** What an operator has complained about, without the node. */
    static String reason(JquantException e) {
        return e.problem() == Problem.OPERATOR_FAILED
                ? String.valueOf(e.getCause().getMessage())
                : e.getMessage();
    }
}
