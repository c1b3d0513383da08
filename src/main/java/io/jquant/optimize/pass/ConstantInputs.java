package io.jquant.optimize.pass;

import io.jquant.graph.Graph;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.Pass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;

/**
 * Takes initializers off the list of graph inputs, so that they are constants.
 *
 * <pre>
 *   inputs: x, w        inputs: x
 *   x ─▶ Conv ─▶   ⇒    x ─▶ Conv ─▶
 *         ▲                   ▲
 *         w = […]             w = […]
 * </pre>
 *
 * <p>Up to IR version 3 every initializer had to be listed. Later, listing one means that callers
 * may feed something else in its place; exporters do it by habit, and weights that may change can
 * neither be folded nor quantized, so it is taken back there as well.
 */
public final class ConstantInputs implements Pass {
    private static final PassInfo INFO =
            new PassInfo(
                    "constant-inputs",
                    "Takes initializers off the list of graph inputs, so that they are constants.",
                    Exactness.SAME_BITS);

    @Override
    public PassInfo info() {
        return INFO;
    }

    @Override
    public boolean apply(Workspace work) {
        Graph g = work.model().graph();
        boolean changed = false;
        if (work.model().irVersion() < 4) {
            work.model().setIrVersion(4);
            changed = true;
        }
        return g.removeInputsIf(v -> v.constant() != null) || changed;
    }
}
