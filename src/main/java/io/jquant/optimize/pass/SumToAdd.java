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
import io.jquant.target.Trait;

/**
 * Writes the Sum of two tensors as Add, and of more as several Adds where the target wants that.
 *
 * <pre>
 *   a, b ─▶ Sum ─▶ y      ⇒      a ─▶ Add(b) ─▶ y
 * </pre>
 */
public final class SumToAdd extends NodePass {
    public SumToAdd() {
        super(
                new PassInfo(
                        "sum-to-add",
                        "Writes the Sum of two tensors as Add, and of more as several Adds where the target "
                                + "wants that.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13),
                "Sum");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        int count = n.inputs().size();
        boolean pairs =
                work.options().target() != null && work.options().target().has(Trait.SUMS_IN_PAIRS);
        if (count < 2 || (count > 2 && !pairs)) {
            return false;
        }
        Value sum = n.input(0);
        for (int i = 1; i < count - 1; i++) {
            sum = Rewrites.before(n, "Add", new Attributes(), sum, n.input(i));
        }
        Rewrites.replace(n, "Add", new Attributes(), sum, n.input(count - 1));
        return true;
    }
}
