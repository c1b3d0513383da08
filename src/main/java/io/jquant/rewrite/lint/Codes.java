package io.jquant.rewrite.lint;

import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.Set;

/** What the QuantizeLinear and DequantizeLinear nodes of a model say. */
final class Codes {
    /** Operators that runtimes move QuantizeLinear and DequantizeLinear across. */
    private static final Set<String> CROSSED =
            Set.of("MaxPool", "Reshape", "Slice", "Squeeze", "Transpose", "Unsqueeze");

    private static final int REACH = 32;

    /** Is int8 turned into uint8 where that is possible? */
    private final boolean turnsUnsigned;

    Codes(boolean turnsUnsigned) {
        this.turnsUnsigned = turnsUnsigned;
    }

    static boolean isQuantize(Node n) {
        return isOf(n, "QuantizeLinear");
    }

    static boolean isDequantize(Node n) {
        return n != null && isOf(n, "DequantizeLinear");
    }

    private static boolean isOf(Node n, String type) {
        return n.opType().equals(type)
                && (n.domain().isEmpty() || n.domain().equals("com.microsoft"));
    }

    static boolean isCrossed(Node n) {
        return n.domain().isEmpty() && CROSSED.contains(n.opType());
    }

    /** The DequantizeLinear that an operand comes from, also across operators that move values. */
    static Node dequantizer(Value v, Node reader) {
        for (int i = 0; v != null && i < REACH; i++) {
            Node p = v.producer();
            if (p == null || p.graph() != reader.graph()) {
                return null;
            }
            if (isDequantize(p)) {
                return i == 0 || !isPerAxis(p) ? p : null;
            }
            if (!isCrossed(p)) {
                return null;
            }
            v = p.input(0);
        }
        return null;
    }

    /**
     * The type of the codes that a DequantizeLinear reads or a QuantizeLinear writes, as stored.
     */
    static ElementType stored(Node n) {
        Value zero = n.input(2);
        if (zero != null && zero.tensorType() != null && zero.tensorType().element() != null) {
            return zero.tensorType().element();
        }
        Value codes = isQuantize(n) ? n.output(0) : n.input(0);
        boolean known = codes != null && codes.tensorType() != null;
        ElementType t = known ? codes.tensorType().element() : null;
        return t == null ? ElementType.UINT8 : t;
    }

    /** The same as the runtime sees it. */
    ElementType seen(Node n) {
        ElementType t = stored(n);
        if (!turnsUnsigned || t != ElementType.INT8) {
            return t;
        }
        Value codes = isQuantize(n) ? n.output(0) : n.input(0);
        Node q = codes.producer();
        return q != null && isQuantize(q) && turns(codes, 0) ? ElementType.UINT8 : t;
    }

    /**
     * Codes with one reader, which dequantizes them; pairs behind one another become one before.
     */
    private static boolean turns(Value codes, int depth) {
        if (readers(codes) != 1 || depth > REACH) {
            return false;
        }
        Node d = codes.soleReader();
        if (!isDequantize(d)) {
            return false;
        }
        Node next = d.output(0).soleReader();
        return next == null || !isQuantize(next) || turns(next.output(0), depth + 1);
    }

    /** Readers of codes, after each reader behind a DequantizeLinear was given one of its own. */
    private static int readers(Value codes) {
        int n = codes.isGraphOutput() ? 1 : 0;
        for (Use u : codes.uses()) {
            Value real = isDequantize(u.node()) ? u.node().output(0) : null;
            n += real == null ? 1 : Math.max(1, real.useCount() + (real.isGraphOutput() ? 1 : 0));
        }
        return n;
    }

    static boolean isPerAxis(Node n) {
        Value scale = n.input(1);
        Tensor t = scale == null ? null : scale.constant();
        return t != null && t.size() > 1;
    }

    static boolean isConstant(Node dequantizer) {
        return dequantizer.input(0) != null && dequantizer.input(0).isConstant();
    }

    /** The only scale of an activation, or NaN. */
    static float scale(Node n) {
        Tensor t = n.input(1) == null ? null : n.input(1).constant();
        return t != null && t.size() == 1 && t.type() == ElementType.FLOAT
                ? t.floats()[0]
                : Float.NaN;
    }

    /** The only zero point of an activation; 0 when it is left out. */
    static int zeroPoint(Node n) {
        Value v = n.input(2);
        if (v == null) {
            return 0;
        }
        Tensor t = v.constant();
        if (t == null || t.size() != 1 || t.type().bytes(1) != 1) {
            return Integer.MIN_VALUE;
        }
        byte b = t.bytes()[0];
        return t.type() == ElementType.UINT8 ? b & 0xff : b;
    }

    /** Do both give the same real numbers to the same codes? */
    static boolean sameParameters(Node a, Node b) {
        return Float.floatToIntBits(scale(a)) == Float.floatToIntBits(scale(b))
                && !Float.isNaN(scale(a))
                && zeroPoint(a) == zeroPoint(b)
                && stored(a) == stored(b);
    }
}
