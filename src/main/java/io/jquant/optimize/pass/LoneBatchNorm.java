package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Purpose;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/**
 * Writes a BatchNormalization that no weights take in as the target computes it in integers.
 *
 * <pre>
 *   x ─▶ BatchNormalization ─▶ y      ⇒      x ─▶ Conv {1×1, depthwise} ─▶ y
 *                                     or     x ─▶ Mul(s) ─▶ Add(t) ─▶ y
 * </pre>
 */
public final class LoneBatchNorm extends NodePass {
    public LoneBatchNorm() {
        super(
                new PassInfo(
                        "lone-batch-norm",
                        "Writes a BatchNormalization that no weights take in as the target computes it in "
                                + "integers.",
                        Exactness.ROUNDING,
                        Purpose.TARGET,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "BatchNormalization");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Target target = work.options().target();
        ChannelAffine a = target == null ? null : ChannelAffine.batchNormalization(n, work);
        int rank = a == null ? -1 : work.facts().rank(a.data());
        ElementType type = a == null ? null : work.facts().elementType(a.data());
        if (rank < 2 || type != ElementType.FLOAT) {
            return false;
        }
        int channels = a.channels();
        if (!Doubles.areFinite(type, a.scale()) || !Doubles.areFinite(type, a.shift())) {
            return false;
        }
        if (target.has(Trait.LONE_BATCH_NORM_AS_CONV) && rank == 4) {
            long[] ones = new long[rank];
            Arrays.fill(ones, 1);
            ones[0] = channels;
            Tensor w = Doubles.tensor(type, Shape.of(ones), a.scale());
            Tensor b = Doubles.tensor(type, Shape.of(channels), a.shift());
            Attributes conv =
                    Attributes.of(
                            Attribute.of("group", channels),
                            Attribute.of("kernel_shape", new long[] {1, 1}));
            Rewrites.replace(n, "Conv", conv, a.data(), add(n, "weight", w), add(n, "bias", b));
            return true;
        }
        if (!target.has(Trait.LONE_BATCH_NORM_AS_PARTS)) {
            return false;
        }
        Shape along = ChannelAffine.shapeAlong(rank, 1, channels);
        Value scaled =
                Rewrites.before(
                        n,
                        "Mul",
                        new Attributes(),
                        a.data(),
                        add(n, "scale", Doubles.tensor(type, along, a.scale())));
        Rewrites.replace(
                n,
                "Add",
                new Attributes(),
                scaled,
                add(n, "shift", Doubles.tensor(type, along, a.shift())));
        return true;
    }

    private static Value add(Node n, String what, Tensor t) {
        return n.graph().addInitializer(n.label() + "_" + what, t);
    }
}
