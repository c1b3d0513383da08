package io.jquant.execute.integer;

import io.jquant.graph.CodeOperators;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/** What nodes and values are, seen from quantization. */
final class QdqNodes {
    private static final String CONTRIB = CodeOperators.DOMAIN;

    private QdqNodes() {}

    static boolean isDequantize(Node n) {
        return is(n, "DequantizeLinear");
    }

    static boolean isQuantize(Node n) {
        return is(n, "QuantizeLinear");
    }

    private static boolean is(Node n, String type) {
        return n.opType().equals(type) && (n.domain().isEmpty() || n.domain().equals(CONTRIB));
    }

    /** The tensor of an initializer or of a Constant node; null for anything else. */
    static Tensor constant(Value v) {
        if (v == null || v.isConstant()) {
            return v == null ? null : v.constant();
        }
        Node p = v.producer();
        return p != null && p.is("Constant") ? p.attributes().getTensor("value") : null;
    }

    /** The type of the elements; null where it is not known. */
    static ElementType element(Value v) {
        return v == null || v.tensorType() == null ? null : v.tensorType().element();
    }

    /** The number of axes; −1 where it is not known. */
    static int rank(Value v) {
        return v.tensorType() == null || v.tensorType().shape() == null
                ? -1
                : v.tensorType().shape().rank();
    }

    /** The node that alone reads a value, and in the same graph; else null. */
    static Node soleReader(Value v) {
        Node n = v.soleReader();
        return n != null && n.graph() == v.graph() ? n : null;
    }
}
