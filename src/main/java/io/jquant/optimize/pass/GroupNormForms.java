package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Purpose;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/**
 * Recognises GroupNormalization in an InstanceNormalization of reshaped groups, from opset 21 on.
 *
 * <pre>
 *   x[N,C,H,W] ─▶ Reshape(N,G,-1) ─▶ InstanceNormalization ─▶ Reshape(N,C,H,W) ─▶ Mul(γ) ─▶ Add(β) ─▶ y
 *                          ⇓
 *   x ─▶ GroupNormalization(γ, β) ─▶ y
 * </pre>
 */
public final class GroupNormForms extends NodePass {
    private static final int SINCE = 21;

    public GroupNormForms() {
        super(
                new PassInfo(
                        "group-norm",
                        "Recognises GroupNormalization in an InstanceNormalization of reshaped groups, from "
                                + "opset 21 on.",
                        Exactness.ROUNDING,
                        Purpose.COMPOSITE,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "InstanceNormalization");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node into = Match.producer(n.input(0), "Reshape");
        Node back = Match.soleReader(n.output(), "Reshape");
        if (work.opset() < SINCE || into == null || back == null) {
            return false;
        }
        Value x = into.input(0);
        SymbolicShape s = work.facts().shape(x);
        SymbolicShape grouped = work.facts().shape(n.input(0));
        if (s == null
                || grouped == null
                || s.rank() < 3
                || grouped.rank() != 3
                || !work.facts().sameShape(x, back.output())
                || !grouped.dim(0).equals(s.dim(0))
                || s.size(1) < 1
                || grouped.size(1) < 1
                || s.size(1) % grouped.size(1) != 0
                || !isPlain(n, work)) {
            return false;
        }
        int channels = (int) s.size(1);
        Normalized.ScaleShift behind = Normalized.behind(back, true, work);
        Tensor scale = NormConstants.perChannel(behind.scale(), 1, s.rank(), channels, work);
        Tensor shift = NormConstants.perChannel(behind.shift(), 0, s.rank(), channels, work);
        if (scale == null || shift == null) {
            return false;
        }
        Attributes a =
                Attributes.of(
                        Attribute.of("num_groups", grouped.size(1)),
                        Attribute.of("epsilon", n.attributes().getFloat("epsilon", 1e-5f)));
        behind.replace(
                "GroupNormalization",
                a,
                x,
                NormConstants.add(n, "scale", scale),
                NormConstants.add(n, "bias", shift));
        return true;
    }

    private static boolean isPlain(Node n, Workspace work) {
        return work.isFloatConstant(n.input(1))
                && work.isFloatConstant(n.input(2))
                && Arrays.stream(Doubles.of(work.constant(n.input(1)))).allMatch(v -> v == 1)
                && Arrays.stream(Doubles.of(work.constant(n.input(2)))).allMatch(v -> v == 0);
    }
}
