package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Workspace;
import java.util.Set;

/**
 * Removes functions of one element that find their work done or undone by the one before.
 *
 * <pre>
 *   x ─▶ Sigmoid ─▶ Relu ─▶ y      ⇒      x ─▶ Sigmoid ─▶ y
 *   x ─▶ Neg ─▶ Neg ─▶ y           ⇒      x ─▶ y
 * </pre>
 */
public final class RepeatedActivation extends NodePass {
    private static final Set<String> IDEMPOTENT =
            Set.of("Relu", "Abs", "Ceil", "Floor", "Round", "Sign");

    private static final Set<String> NEVER_NEGATIVE =
            Set.of("Abs", "Exp", "HardSigmoid", "Relu", "Sigmoid", "Softmax", "Sqrt");

    private static final Set<String> OWN_INVERSE = Set.of("Neg", "Not");

    public RepeatedActivation() {
        super(
                new PassInfo(
                        "repeated-activation",
                        "Removes functions of one element that find their work done or undone by the one "
                                + "before.",
                        Exactness.SAME_BITS),
                "Relu",
                "LeakyRelu",
                "Abs",
                "Ceil",
                "Floor",
                "Round",
                "Sign",
                "Neg",
                "Not");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node before = n.input(0) == null ? null : n.input(0).producer();
        if (before == null || !before.domain().isEmpty()) {
            return false;
        }
        String done = before.opType();
        String op = n.opType();
        boolean keepsPositive = op.endsWith("Relu") || op.equals("Abs");
        if ((done.equals(op) && IDEMPOTENT.contains(op))
                || (keepsPositive && NEVER_NEGATIVE.contains(done))) {
            return Rewrites.bypassOrIdentity(n, n.input(0));
        }
        return done.equals(op)
                && OWN_INVERSE.contains(op)
                && Rewrites.bypassOrIdentity(n, before.input(0));
    }
}
