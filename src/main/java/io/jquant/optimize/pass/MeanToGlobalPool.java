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
import io.jquant.target.Trait;
import io.jquant.tensor.ElementType;

/**
 * Writes the mean over all of space as GlobalAveragePool, where the target has a kernel for that.
 *
 * <pre>
 *   x[N,C,H,W] ─▶ ReduceMean(2,3) {keepdims=0} ─▶ y      ⇒      x ─▶ GlobalAveragePool ─▶ Flatten ─▶ y
 * </pre>
 */
public final class MeanToGlobalPool extends NodePass {
    public MeanToGlobalPool() {
        super(
                new PassInfo(
                        "mean-to-global-pool",
                        "Writes the mean over all of space as GlobalAveragePool, where the target has a "
                                + "kernel for that.",
                        Exactness.ROUNDING,
                        Purpose.TARGET,
                        Stage.OPSET_13),
                "ReduceMean");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Value x = n.input(0);
        int rank = work.facts().rank(x);
        boolean wanted =
                work.options().target() != null && work.options().target().has(Trait.GLOBAL_POOLS);
        if (!wanted
                || rank != 4
                || work.facts().elementType(x) != ElementType.FLOAT
                || !Reductions.areLast(Reductions.axes(n, rank, work), 2, rank)
                || isOfNormalization(n)) {
            return false;
        }
        if (Reductions.keepsAxes(n)) {
            Rewrites.replace(n, "GlobalAveragePool", new Attributes(), x);
            return true;
        }
        Value pooled = Rewrites.before(n, "GlobalAveragePool", new Attributes(), x);
        Rewrites.replace(n, "Flatten", Attributes.of(Attribute.of("axis", 1)), pooled);
        return true;
    }

    /** Means inside the arithmetic of a normalization are better left float. */
    private static boolean isOfNormalization(Node mean) {
        Node before = mean.input(0).producer();
        return (before != null && before.is("Pow"))
                || mean.output().uses().stream().anyMatch(u -> u.node().is("Sub"));
    }
}
