package io.jquant.rewrite;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.SymbolicShape;

/** Counts the multiplications of a heavy operator for one sample. */
final class Macs {
    private Macs() {}

    /** The count, or -1 when a shape is not known; an unknown first axis counts as 1. */
    static long of(Node n) {
        double count =
                switch (n.opType()) {
                    case "Conv" -> elements(n.output(0)) * perChannel(n.input(1), 0);
                    case "ConvTranspose" -> elements(n.input(0)) * perChannel(n.input(1), 0);
                    case "Gemm" ->
                            elements(n.output(0))
                                    * axis(
                                            n.input(0),
                                            n.attributes().getBoolean("transA", false) ? 0 : 1);
                    case "MatMul" -> elements(n.output(0)) * axis(n.input(0), -1);
                    default -> -1;
                };
        return count >= 0 && count < Long.MAX_VALUE ? (long) count : -1;
    }

    private static double elements(Value v) {
        SymbolicShape s = v == null ? null : shape(v);
        if (s == null) {
            return Double.NaN;
        }
        double n = 1;
        for (int i = 0; i < s.rank(); i++) {
            long d = s.size(i);
            if (d < 0 && i > 0) {
                return Double.NaN;
            }
            n *= d < 0 ? 1 : d;
        }
        return n;
    }

    private static double perChannel(Value weight, int channelAxis) {
        SymbolicShape s = weight == null ? null : shape(weight);
        return s == null || s.rank() == 0 ? Double.NaN : elements(weight) / s.size(channelAxis);
    }

    private static double axis(Value v, int axis) {
        SymbolicShape s = v == null ? null : shape(v);
        long d = s == null || s.rank() <= Math.max(0, axis) ? -1 : s.size(axis);
        return d < 0 ? Double.NaN : d;
    }

    private static SymbolicShape shape(Value v) {
        return v.constant() != null ? SymbolicShape.of(v.constant().shape()) : Facts.shape(v);
    }
}
