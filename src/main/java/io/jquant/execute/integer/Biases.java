package io.jquant.execute.integer;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Biases as 32-bit codes on the scale of the sums they are added to. */
final class Biases {
    /** How far a bias's own scale may be from that of the sums; ONNX Runtime's tolerance. */
    private static final double TOLERANCE = 0.01;

    private final CodedGraph codes;

    Biases(CodedGraph codes) {
        this.codes = codes;
    }

    /**
     * The codes of a bias; null where it has none, or on another scale.
     *
     * @param checked does its scale matter? That of a Gemm is never looked at
     */
    Value of(Value bias, Coded x, Coded w, boolean checked) {
        Node dq = bias.producer();
        if (dq == null || !QdqNodes.isDequantize(dq)) {
            return rounded(bias, x, w);
        }
        boolean plain =
                QdqNodes.element(dq.input(0)) == ElementType.INT32
                        && (dq.input(2) == null || isZero(QdqNodes.constant(dq.input(2))));
        return plain && (!checked || fits(QdqNodes.constant(dq.input(1)), x, w))
                ? dq.input(0)
                : null;
    }

    private static boolean isZero(Tensor t) {
        return t != null && Arrays.stream(t.toLongs()).allMatch(z -> z == 0);
    }

    private static boolean fits(Tensor given, Coded x, Coded w) {
        if (given == null || given.type() != ElementType.FLOAT) {
            return false;
        }
        float[] want = QdqNodes.constant(w.scale()).floats();
        for (int i = 0; i < given.size(); i++) {
            int at = QdqNodes.constant(w.scale()).size() == 1 ? 0 : i;
            if (at >= want.length) {
                return false;
            }
            double scale = x.oneScale() * want[at];
            if (!(Math.abs(given.floats()[i] - scale) <= TOLERANCE * Math.abs(scale))) {
                return false;
            }
        }
        return true;
    }

    /** A constant bias of real numbers, rounded as ONNX Runtime does when it loads a file. */
    private Value rounded(Value bias, Coded x, Coded w) {
        Tensor b = QdqNodes.constant(bias);
        Tensor scale = QdqNodes.constant(w.scale());
        if (b == null
                || b.type() != ElementType.FLOAT
                || (scale.size() != 1 && scale.size() != b.size())) {
            return null;
        }
        int[] out = new int[b.size()];
        for (int i = 0; i < out.length; i++) {
            float step = x.oneScale() * scale.floats()[scale.size() == 1 ? 0 : i];
            out[i] = (int) Math.rint((double) (b.floats()[i] / step));
        }
        return codes.constant(
                bias.name() + "_codes", Tensor.of(ElementType.INT32, Shape.of(out.length), out));
    }
}
