package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
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

/**
 * Recognises the division of vectors by their norm as LpNormalization.
 *
 * <pre>
 *   x ─┬▶ ReduceL2 ─▶ Clip(1e-12, ) ─▶ Expand ─▶ Div ─▶ y      ⇒      x ─▶ LpNormalization ─▶ y
 *      └─────────────────────────────────────────▲
 * </pre>
 *
 * <p>A vector of norm 0 gives 0. The bound that the Clip puts on norms may be 1e-6 at most: it is
 * there to keep the division from 0 / 0.
 */
public final class LpNormForms extends NodePass {
    private static final double HIGHEST_BOUND = 1e-6;

    public LpNormForms() {
        super(
                new PassInfo(
                        "lp-norm",
                        "Recognises the division of vectors by their norm as LpNormalization.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13),
                "Div");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Value x = n.input(0);
        Value norm = unbounded(n.input(1), work);
        Node reduce = norm == null ? null : norm.producer();
        if (reduce == null || work.facts().elementType(x) != ElementType.FLOAT) {
            return false;
        }
        int p = reduce.is("ReduceL1") ? 1 : 2;
        Value measured = x;
        if (reduce.is("Sqrt")) {
            reduce = Match.producer(reduce.input(0), "ReduceSum");
            measured = reduce == null ? null : square(reduce.input(0), work);
        } else if (reduce.is("ReduceL1") || reduce.is("ReduceL2")) {
            measured = reduce.input(0);
        } else {
            return false;
        }
        long[] axes =
                reduce == null || measured != x
                        ? null
                        : Reductions.axes(reduce, work.facts().rank(x), work);
        if (axes == null || axes.length != 1 || !Reductions.keepsAxes(reduce)) {
            return false;
        }
        Attributes a = Attributes.of(Attribute.of("axis", axes[0]), Attribute.of("p", p));
        Rewrites.replace(n, "LpNormalization", a, x);
        return true;
    }

    /** The norm before what keeps it from 0 and what repeats it. */
    private static Value unbounded(Value v, Workspace work) {
        Value at = v;
        Node expand = Match.producer(at, "Expand");
        at = expand == null ? at : expand.input(0);
        Node clip = Match.producer(at, "Clip");
        if (clip != null) {
            boolean low = Match.scalar(clip.input(1), work) <= HIGHEST_BOUND;
            return low && clip.input(2) == null ? clip.input(0) : null;
        }
        Node max = Match.producer(at, "Max");
        if (max != null) {
            int constant = Match.constantOperand(max, work);
            boolean low = constant >= 0 && Match.scalar(max.input(constant), work) <= HIGHEST_BOUND;
            return low ? max.input(1 - constant) : null;
        }
        return at;
    }

    private static Value square(Value v, Workspace work) {
        Node pow = Match.producer(v, "Pow");
        if (pow != null) {
            return Match.scalar(pow.input(1), work) == 2 ? pow.input(0) : null;
        }
        Node mul = Match.producer(v, "Mul");
        return mul != null && mul.input(0) == mul.input(1) ? mul.input(0) : null;
    }
}
