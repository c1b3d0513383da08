package io.jquant.graph;

import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;

/**
 * Multiply-accumulate operations of the operators that hold nearly all of a network's work: Conv,
 * ConvTranspose, Gemm, MatMul. They need inferred shapes; a size that is only known at run time
 * counts as 1, so that counts are those of one sample where the batch is free.
 */
public final class MacCount {
    private MacCount() {}

    /** Is this one of the operators that are counted? */
    public static boolean isHeavy(Node n) {
        return n.is("Conv") || n.is("ConvTranspose") || n.is("Gemm") || n.is("MatMul");
    }

    /**
     * The operations of one node, also of integer forms of these operators; 0 for operators that
     * are not counted and where not even ranks are known.
     */
    public static long of(Node n) {
        if (!isHeavy(n)) {
            return ofCodes(n);
        }
        SymbolicShape x = shape(n.input(0));
        SymbolicShape w = shape(n.input(1));
        SymbolicShape y = shape(n.output(0));
        if (w == null || (y == null && !n.is("ConvTranspose")) || (x == null && !n.is("Conv"))) {
            return 0;
        }
        return switch (n.opType()) {
            case "Conv" -> product(y, 0, y.rank()) * product(w, 1, w.rank());
            case "ConvTranspose" -> product(x, 0, x.rank()) * product(w, 1, w.rank());
            case "Gemm" ->
                    product(y, 0, y.rank())
                            * size(x, n.attributes().getBoolean("transA", false) ? 0 : 1);
            default -> product(y, 0, y.rank()) * size(x, x.rank() - 1);
        };
    }

    /** The operations of an operator that multiplies codes. */
    private static long ofCodes(Node n) {
        SymbolicShape y = shape(n.output(0));
        SymbolicShape x = shape(n.input(0));
        if (y == null || x == null) {
            return 0;
        }
        return switch (n.opType()) {
            case "QLinearConv", "ConvInteger" -> {
                SymbolicShape w = shape(n.input(n.opType().equals("ConvInteger") ? 1 : 3));
                yield w == null ? 0 : product(y, 0, y.rank()) * product(w, 1, w.rank());
            }
            case "QGemm" ->
                    product(y, 0, y.rank())
                            * size(x, n.attributes().getBoolean("transA", false) ? 0 : 1);
            case "QLinearMatMul",
                    "MatMulInteger",
                    "MatMulIntegerToFloat",
                    "DynamicQuantizeMatMul" ->
                    product(y, 0, y.rank()) * size(x, x.rank() - 1);
            default -> 0;
        };
    }

    /**
     * The operations of one node; -1 for operators that are not counted, and where a size other
     * than that of the first axis, the batch, is not known.
     */
    public static long ofKnown(Node n) {
        if (!isHeavy(n)) {
            return -1;
        }
        SymbolicShape x = shape(n.input(0));
        SymbolicShape w = shape(n.input(1));
        SymbolicShape y = shape(n.output(0));
        boolean known =
                switch (n.opType()) {
                    case "Conv" -> isKnown(y, 1) && isKnown(w, 0);
                    case "ConvTranspose" -> isKnown(x, 1) && isKnown(w, 0);
                    case "Gemm" ->
                            isKnown(y, 1)
                                    && isKnownAt(
                                            x, n.attributes().getBoolean("transA", false) ? 0 : 1);
                    default -> isKnown(y, 1) && x != null && isKnownAt(x, x.rank() - 1);
                };
        return known ? of(n) : -1;
    }

    private static boolean isKnown(SymbolicShape s, int from) {
        return s != null && s.dims().stream().skip(from).allMatch(Dimension::isKnown);
    }

    private static boolean isKnownAt(SymbolicShape s, int axis) {
        return s != null && axis < s.rank() && s.dim(axis).isKnown();
    }

    /** Is a size that the operations of a graph or its bodies depend on only known at run time? */
    public static boolean isOpen(Graph graph) {
        for (Node n : graph) {
            if ((isHeavy(n) && ofKnown(n) < 0)
                    || n.subgraphs().stream().anyMatch(MacCount::isOpen)) {
                return true;
            }
        }
        return false;
    }

    /** The operations of a graph and its bodies. */
    public static long of(Graph graph) {
        long sum = 0;
        for (Node n : graph) {
            sum += of(n);
            for (Graph body : n.subgraphs()) {
                sum += of(body);
            }
        }
        return sum;
    }

    private static SymbolicShape shape(Value v) {
        if (v == null) {
            return null;
        }
        if (v.constant() != null) {
            return SymbolicShape.of(v.constant().shape());
        }
        return v.tensorType() == null ? null : v.tensorType().shape();
    }

    private static long product(SymbolicShape s, int from, int to) {
        long p = 1;
        for (int i = from; i < to; i++) {
            p *= size(s, i);
        }
        return p;
    }

    private static long size(SymbolicShape s, int axis) {
        return axis < s.rank() && s.dim(axis).isKnown() ? s.size(axis) : 1;
    }
}
