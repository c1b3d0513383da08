package io.jquant.rewrite.lint;

import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What follows an operator's output.
 *
 * @param quantizer the QuantizeLinear that takes the output in; null when there is none
 * @param why what is in the way of one; null when there is one
 * @param detail the tensor or operator that is in the way
 * @param clamped is there a Relu or Clip on its way, behind which one operator reads?
 */
record Behind(Node quantizer, Verdict why, String detail, boolean clamped) {
    private static final Set<String> ACTIVATIONS =
            Set.of(
                    "Elu",
                    "HardSigmoid",
                    "LeakyRelu",
                    "Sigmoid",
                    "Softplus",
                    "Tanh",
                    "ThresholdedRelu");

    private static final int REACH = 32;

    /** What a bound may lie off, as a real number. */
    private static final float EPSILON = 1.1920929e-7f;

    /** What follows a convolution or matrix product. */
    static Behind of(Value start) {
        return of(start, true);
    }

    /**
     * What follows another operator: a Clip is dropped there only where the grid ends within its
     * bounds.
     */
    static Behind ofLight(Value start) {
        return of(start, false);
    }

    /**
     * @param rounds may the grid reach beyond the bounds of a Clip by less than half a step?
     */
    private static Behind of(Value start, boolean rounds) {
        Value v = start;
        List<Node> clamps = new ArrayList<>();
        for (int i = 0; i < REACH; i++) {
            List<Use> uses = v.uses();
            if (v.isGraphOutput() || uses.size() != 1) {
                boolean quantized = uses.stream().anyMatch(Behind::quantizes);
                return stop(
                        quantized ? Verdict.SHARED_OUTPUT : Verdict.FLOAT_OUTPUT,
                        v.name(),
                        uses.size() == 1 ? clamps : List.of());
            }
            Use u = uses.get(0);
            Node next = u.node();
            if (next.graph() != v.graph()) {
                return stop(Verdict.FLOAT_OUTPUT, v.name(), clamps);
            }
            if (quantizes(u)) {
                for (Node c : clamps) {
                    if (!isReplaced(c, next, rounds)) {
                        return stop(Verdict.CLAMP, c.opType() + " '" + c.label() + "'", clamps);
                    }
                }
                return new Behind(next, null, "", !clamps.isEmpty());
            }
            boolean clamp = next.is("Relu") || next.is("Clip");
            if (u.index() != 0 || !(clamp || Codes.isCrossed(next))) {
                boolean activation = next.domain().isEmpty() && ACTIVATIONS.contains(next.opType());
                return stop(
                        activation ? Verdict.ACTIVATION : Verdict.FLOAT_OUTPUT,
                        next.opType() + " '" + next.label() + "'",
                        clamps);
            }
            if (clamp) {
                clamps.add(next);
            }
            v = next.output(0);
        }
        return stop(Verdict.FLOAT_OUTPUT, start.name(), clamps);
    }

    private static Behind stop(Verdict why, String detail, List<Node> clamps) {
        return new Behind(null, why, detail, !clamps.isEmpty());
    }

    private static boolean quantizes(Use u) {
        return u.index() == 0 && Codes.isQuantize(u.node());
    }

    /** Does quantization cut to what the clamp cuts to, or to less? */
    private static boolean isReplaced(Node clamp, Node q, boolean rounds) {
        boolean unsigned = Codes.stored(q) == ElementType.UINT8;
        int lowest = unsigned ? 0 : -128;
        int highest = unsigned ? 255 : 127;
        int zero = Codes.zeroPoint(q);
        float scale = Codes.scale(q);
        if (zero == Integer.MIN_VALUE || Float.isNaN(scale)) {
            return false;
        }
        if (clamp.is("Relu")) {
            return zero == lowest;
        }
        Float low = bound(clamp, 1, "min", Float.NEGATIVE_INFINITY);
        Float high = bound(clamp, 2, "max", Float.POSITIVE_INFINITY);
        if (low == null || high == null) {
            return false;
        }
        if (!rounds) {
            return low - scale * (lowest - zero) <= EPSILON
                    && scale * (highest - zero) - high <= EPSILON;
        }
        return q.input(1).constant().rank() == 0
                && Math.rint(low / scale) + zero <= lowest
                && Math.rint(high / scale) + zero >= highest;
    }

    /** A bound of a Clip, which is an attribute in old operator sets; null when it is computed. */
    private static Float bound(Node clip, int input, String attribute, float absent) {
        Value v = clip.input(input);
        if (v == null) {
            return clip.attributes().getFloat(attribute, absent);
        }
        Tensor t = constant(v);
        return t != null && t.type() == ElementType.FLOAT && t.size() == 1 ? t.floats()[0] : null;
    }

    /** The tensor of an initializer, also behind Identity, or of a Constant node; else null. */
    private static Tensor constant(Value v) {
        Value at = v;
        for (int i = 0; i < REACH && at.producer() != null; i++) {
            Node p = at.producer();
            if (p.is("Constant")) {
                return p.attributes().getTensor("value");
            }
            if (!p.is("Identity")) {
                return null;
            }
            at = p.input(0);
        }
        return at.constant();
    }
}
