package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/**
 * Makes one Clip or Relu of two in a row.
 *
 * <pre>
 *   x ─▶ Relu ─▶ Clip(-1, 6) ─▶ y      ⇒      x ─▶ Clip(0, 6) ─▶ y
 * </pre>
 */
public final class MergeClips extends NodePass {
    private record Bounds(float low, float high) {
        float apply(float v) {
            return Math.min(Math.max(v, low), high);
        }
    }

    public MergeClips() {
        super(
                new PassInfo(
                        "merge-clips",
                        "Makes one Clip or Relu of two in a row.",
                        Exactness.SAME_BITS,
                        Stage.OPSET_13),
                "Clip",
                "Relu");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node before = n.input(0) == null ? null : n.input(0).producer();
        Bounds second = bounds(n, work);
        Bounds first = before == null ? null : bounds(before, work);
        if (first == null
                || second == null
                || work.facts().elementType(n.input(0)) != ElementType.FLOAT) {
            return false;
        }
        Bounds both = new Bounds(second.apply(first.low), second.apply(first.high));
        if (both.equals(first)) {
            return Rewrites.bypassOrIdentity(n, n.input(0));
        }
        if (!Rewrites.isChain(before, n)) {
            return false;
        }
        Value x = before.input(0);
        if (both.low == 0 && both.high == Float.POSITIVE_INFINITY) {
            Rewrites.replace(n, "Relu", new Attributes(), x);
        } else {
            Rewrites.replace(
                    n,
                    "Clip",
                    new Attributes(),
                    x,
                    bound(n, "min", both.low),
                    bound(n, "max", both.high));
        }
        before.graph().removeNode(before);
        return true;
    }

    private static Value bound(Node n, String what, float value) {
        return Float.isInfinite(value)
                ? null
                : n.graph().addInitializer(n.label() + "_" + what, Tensor.scalar(value));
    }

    /** The interval that a Clip or Relu keeps; null when it is another node or not constant. */
    private static Bounds bounds(Node n, Workspace work) {
        if (n.is("Relu")) {
            return new Bounds(0, Float.POSITIVE_INFINITY);
        }
        if (!n.is("Clip")) {
            return null;
        }
        float low = bound(n.input(1), Float.NEGATIVE_INFINITY, work);
        float high = bound(n.input(2), Float.POSITIVE_INFINITY, work);
        return low <= high ? new Bounds(low, high) : null; // NaN for what is not known
    }

    private static float bound(Value v, float otherwise, Workspace work) {
        if (v == null) {
            return otherwise;
        }
        Tensor t = work.constant(v);
        boolean known = t != null && t.type() == ElementType.FLOAT && t.size() == 1;
        return known ? t.floats()[0] : Float.NaN;
    }
}
