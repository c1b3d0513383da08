package io.jquant.optimize.pass;

import io.jquant.graph.Model;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.Pass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import io.jquant.optimize.upgrade.UnadaptableException;
import io.jquant.optimize.upgrade.Upgrade;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the operator set to the one asked for, writing each node in its newer form.
 *
 * <pre>
 *   x ─▶ Squeeze {axes=[2]} ─▶      ⇒      x ─▶ Squeeze ─▶
 *                                               ▲
 *                                          axes = [2]
 * </pre>
 *
 * <p>A model with a later operator set keeps it. The IR version is raised with the operator set,
 * never lowered. What changed from version to version stands in {@link io.jquant.optimize.upgrade}.
 */
public final class OpsetUpgrade implements Pass {
    private static final Logger LOG = LoggerFactory.getLogger(OpsetUpgrade.class);

    private static final PassInfo INFO =
            new PassInfo(
                    "opset-upgrade",
                    "Raises the operator set to the one asked for, writing each node in its newer form.",
                    Exactness.ROUNDING);

    @Override
    public PassInfo info() {
        return INFO;
    }

    @Override
    public boolean apply(Workspace work) {
        Model model = work.model();
        int from = model.opset();
        int to = work.options().opset();
        if (from == 0 || from >= to) {
            return false;
        }
        Model before = model.copy();
        try {
            Upgrade.run(model, work.graphs(), work.facts(), to);
        } catch (UnadaptableException e) {
            LOG.warn("the model keeps opset {}: {}", from, e.getMessage());
            model.become(before);
            return false;
        }
        model.setIrVersion(Math.max(model.irVersion(), Upgrade.irVersion(to)));
        return true;
    }
}
