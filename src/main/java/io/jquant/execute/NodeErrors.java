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
            throw Problem.OPERATOR_FAILED.because(e, node.label(), node.opType(), words(e));
        }
    }

    /** What Java's own checks have found is said in a user's words. */
    private static String words(RuntimeException e) {
        if (e instanceof IllegalArgumentException) {
            return e.getMessage();
        }
        if (e instanceof ArithmeticException) {
            return "a size or an attribute is zero or far too large";
        }
        if (e instanceof ArrayStoreException || e instanceof ClassCastException) {
            return "an input is of a kind that it does not take";
        }
        return "its inputs, or lists among its attributes, are too few or too short";
    }

    /** What an operator has complained about, without the node. */
    static String reason(JquantException e) {
        return e.problem() == Problem.OPERATOR_FAILED
                ? words((RuntimeException) e.getCause())
                : e.getMessage();
    }
}
