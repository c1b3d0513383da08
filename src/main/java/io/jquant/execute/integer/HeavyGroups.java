package io.jquant.execute.integer;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Convolutions and products of matrices. */
final class HeavyGroups {
    private final CodedGraph codes;
    private final Biases biases;

    HeavyGroups(CodedGraph codes) {
        this.codes = codes;
        this.biases = new Biases(codes);
    }

    /** Both sides of a product. */
    private record Pair(Coded x, Coded w) {}

    /**
     * The operands of a product whose results are codes of the left one's type; null where they are
     * not coded, or scales are not those of the output channels.
     *
     * @param axis of the output channels in the weights
     */
    private Pair pair(Node n, long axis, Coded target) {
        Coded x = codes.coded(n.input(0));
        Coded w = codes.coded(n.input(1));
        if (x == null || w == null || !x.isPerTensor()) {
            return null;
        }
        boolean types = x.type() == ElementType.UINT8 || w.type() == ElementType.INT8;
        int rank = QdqNodes.rank(n.input(1));
        boolean axes = w.isPerTensor() || Math.floorMod(w.axis(), Math.max(1, rank)) == axis;
        boolean result = target == null || target.type() == x.type();
        return types && axes && rank > 0 && result ? new Pair(x, w) : null;
    }

    KernelCall conv(Node n, Coded target) {
        Pair p = pair(n, 0, target);
        if (p == null) {
            return null;
        }
        Value bias = null;
        if (n.input(2) != null) {
            bias = biases.of(n.input(2), p.x, p.w, true);
            if (bias == null) {
                return null;
            }
        }
        return KernelCall.onnx(
                "QLinearConv",
                CodedGraph.copy(n.attributes()),
                Arrays.asList(
                        p.x.codes(),
                        p.x.scale(),
                        codes.zero(p.x),
                        p.w.codes(),
                        p.w.scale(),
                        codes.zero(p.w),
                        target.scale(),
                        codes.zero(target),
                        bias));
    }

    KernelCall matMul(Node n, Coded target) {
        int rank = QdqNodes.rank(n.input(1));
        Pair p = pair(n, rank - 1L, target);
        if (p == null || (rank != 2 && !p.w.isPerTensor())) {
            return null;
        }
        return KernelCall.onnx(
                "QLinearMatMul",
                new Attributes(),
                Arrays.asList(
                        p.x.codes(),
                        p.x.scale(),
                        codes.zero(p.x),
                        p.w.codes(),
                        p.w.scale(),
                        codes.zero(p.w),
                        target.scale(),
                        codes.zero(target)));
    }

    /** A product whose result is real: its sums times the scales. */
    KernelCall realMatMul(Node n) {
        int rank = QdqNodes.rank(n.input(1));
        Pair p = pair(n, rank - 1L, null);
        if (p == null || (rank != 2 && !p.w.isPerTensor())) {
            return null;
        }
        return KernelCall.contrib(
                "MatMulIntegerToFloat",
                new Attributes(),
                Arrays.asList(
                        p.x.codes(),
                        p.w.codes(),
                        p.x.scale(),
                        p.w.scale(),
                        p.x.zero(),
                        p.w.zero()));
    }

    KernelCall gemm(Node n, Coded target) {
        return gemm(n, target, true);
    }

    /** A product whose result is real; ONNX Runtime leaves it float where the bias is. */
    KernelCall realGemm(Node n) {
        return gemm(n, null, false);
    }

    private KernelCall gemm(Node n, Coded target, boolean realBias) {
        boolean turned = n.attributes().getBoolean("transB", false);
        Pair p = pair(n, turned ? 0 : 1, target);
        boolean plain =
                n.attributes().getFloat("alpha", 1) == 1
                        && (n.input(2) == null || n.attributes().getFloat("beta", 1) == 1);
        if (p == null || !plain) {
            return null;
        }
        Value bias = null;
        if (n.input(2) != null) {
            bias = realBias || isCoded(n.input(2)) ? biases.of(n.input(2), p.x, p.w, false) : null;
            if (bias == null) {
                return null;
            }
        }
        Attributes attributes = CodedGraph.copy(n.attributes());
        attributes.remove("beta");
        return product(p, attributes, bias, target);
    }

    private static boolean isCoded(Value v) {
        return v.producer() != null && QdqNodes.isDequantize(v.producer());
    }

    private KernelCall product(Pair p, Attributes attributes, Value bias, Coded target) {
        return KernelCall.contrib(
                "QGemm",
                attributes,
                Arrays.asList(
                        p.x.codes(),
                        p.x.scale(),
                        codes.zero(p.x),
                        p.w.codes(),
                        p.w.scale(),
                        codes.zero(p.w),
                        bias,
                        target == null ? null : target.scale(),
                        target == null ? null : codes.zero(target)));
    }

    /** A constant row: every element belongs to a column. */
    private static Tensor constantOf(Value row) {
        Tensor b = QdqNodes.constant(row);
        return b == null || b.rank() == 0 || b.size() != b.dim(-1) ? null : b;
    }

    private static boolean isSized(Value v) {
        return v.tensorType().shape().isKnown();
    }

    /**
     * A MatMul and the Add of a constant row behind it. Of more than two axes ONNX Runtime joins
     * them where it knows all sizes, and rounds a float row; else the sum stays real.
     */
    KernelCall matMulWithBias(Node add, Coded target) {
        for (int i = 0; i < 2; i++) {
            Value sums = add.input(i);
            Node n = sums == null ? null : sums.producer();
            Value row = add.input(1 - i);
            if (n == null || !n.is("MatMul") || QdqNodes.soleReader(sums) != add) {
                continue;
            }
            boolean coded = row != null && isCoded(row);
            Tensor b = row == null ? null : constantOf(coded ? row.producer().input(0) : row);
            boolean matrix = QdqNodes.rank(n.input(1)) == 2 && QdqNodes.rank(n.input(0)) >= 2;
            boolean joined = coded || QdqNodes.rank(n.input(0)) == 2 || isSized(n.input(0));
            if (b == null || !matrix || !joined) {
                return null;
            }
            Pair p = pair(n, 1, target);
            Value bias = p == null ? null : biases.of(row, p.x, p.w, false);
            if (bias == null || QdqNodes.constant(p.w.codes()) == null) {
                return null;
            }
            boolean fits = p.w.codes().constant().dim(1) == b.size();
            return fits ? product(p, new Attributes(), bias, target) : null;
        }
        return null;
    }
}
