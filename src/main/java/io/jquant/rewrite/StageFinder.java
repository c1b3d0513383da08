package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.target.Trait;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the nodes of a graph that rules apply to, and folds into them what belongs to them. */
final class StageFinder {
    private final Facts facts;
    private final PlanOptions options;
    private final NodePatterns keepFloat;
    private final NodePatterns only;
    private final Set<Node> folded = new HashSet<>();

    StageFinder(Facts facts, PlanOptions options) {
        this.facts = facts;
        this.options = options;
        this.keepFloat = new NodePatterns(options.keepFloat());
        this.only = new NodePatterns(options.only());
    }

    /** The stages in the order of the graph. */
    List<Stage> find(Graph graph) {
        List<Stage> out = new ArrayList<>();
        for (Node n : graph) {
            if (folded.contains(n)) {
                continue;
            }
            Rule r = TfLiteSpec.of(n);
            if (r != null && r.kind() != RuleKind.INPUT_ONLY) {
                Stage s = stage(n, r);
                folded.addAll(s.folded());
                out.add(s);
            }
        }
        return out;
    }

    private Stage stage(Node n, Rule r) {
        boolean user = isKeptFloat(n);
        List<Integer> operands = operands(n, r);
        List<Node> clamps = new ArrayList<>();
        Node biasAdd = null;
        float low = Float.NEGATIVE_INFINITY;
        float high = Float.POSITIVE_INFINITY;
        Value last = n.output(0);
        if (!user && last != null && mayFold(r)) {
            biasAdd = biasAdd(n);
            if (biasAdd != null) {
                last = biasAdd.output();
            }
            for (Node next = last.soleReader();
                    next != null && next.graph() == n.graph() && !isKeptFloat(next);
                    next = last.soleReader()) {
                ClampBounds b = ClampBounds.of(next, last);
                if (b == null || !b.containZero()) {
                    break;
                }
                clamps.add(next);
                low = Math.max(low, b.low());
                high = Math.min(high, b.high());
                last = next.output();
            }
        }
        if (r.kind() == RuleKind.CLAMP) {
            ClampBounds b = ClampBounds.of(n, n.input(0));
            if (b != null) {
                low = b.low();
                high = b.high();
            }
        }
        List<Value> outputs = new ArrayList<>();
        if (last != null && facts.isFloat(last)) {
            outputs.add(last);
        }
        for (int i = 1; i < n.outputs().size(); i++) {
            if (n.output(i) != null && facts.isFloat(n.output(i))) {
                outputs.add(n.output(i));
            }
        }
        Stage s = new Stage(n, r, operands, biasAdd, clamps, outputs, low, high);
        if (user) {
            s.block(Reason.USER, "");
        }
        new Eligibility(facts).check(s);
        return s;
    }

    private boolean isKeptFloat(Node n) {
        return keepFloat.match(n) || (!only.isEmpty() && !only.match(n));
    }

    /** Only what computes new values can take over the work of a clamp. */
    private boolean mayFold(Rule r) {
        return switch (r.kind()) {
            case HEAVY, OWN_SCALE -> true;
            case SAME_SCALE -> options.target().requantizes().contains(r.operator());
            case FIXED, CLAMP, INPUT_ONLY -> false;
        };
    }

    private List<Integer> operands(Node n, Rule r) {
        List<Integer> out = new ArrayList<>();
        int count = Math.min(r.operands(), n.inputs().size());
        for (int i = 0; i < count; i++) {
            Value v = n.input(i);
            boolean weight = r.isHeavy() && i == 1 && v != null && v.isConstant();
            if (v != null && !weight) {
                out.add(i);
            }
        }
        return out;
    }

    /**
     * The Add of a constant vector behind a MatMul with constant weights, where the target joins
     * both anyway.
     */
    private Node biasAdd(Node n) {
        if (!options.target().has(Trait.JOINS_MATMUL_ADD)
                || !n.is("MatMul")
                || !Constants.isFloatConstant(n.input(1))
                || n.input(1).constant().rank() != 2) {
            return null;
        }
        Node add = n.output().soleReader();
        if (add == null || !add.is("Add") || add.graph() != n.graph() || isKeptFloat(add)) {
            return null;
        }
        SymbolicShape shape = Facts.shape(n.output());
        Value bias = add.input(add.input(0) == n.output() ? 1 : 0);
        if (shape == null || shape.rank() < 3 || !Constants.isFloatConstant(bias)) {
            return null;
        }
        Tensor b = bias.constant();
        int channels = n.input(1).constant().dim(1);
        boolean vector =
                b.size() == channels
                        && b.rank() >= 1
                        && b.rank() <= shape.rank()
                        && b.dim(-1) == channels;
        return vector && Constants.isFinite(b) ? add : null;
    }
}
