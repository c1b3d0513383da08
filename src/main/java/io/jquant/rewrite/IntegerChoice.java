package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which stages become integer, and behind which of them the output is quantized.
 *
 * <p>Full coverage takes every stage. Lean coverage begins with the heavy operators and adds what
 * lies between them and changes nothing: operators that pass codes on, where their input has codes
 * and a heavy operator wants their output. For the numbers it makes no difference whether such an
 * operator runs on codes or on the floats they stand for; for the runtime it does.
 */
final class IntegerChoice {
    /** Operators that take elements from here and there. */
    private static final Set<String> PICKS = Set.of("Concat", "Gather", "Pad", "Slice", "Split");

    private final Graph graph;
    private final List<Stage> stages;
    private final Target target;
    private final Coverage coverage;
    private final boolean inputCodes;
    private final boolean outputCodes;
    private final Facts facts;
    private final Map<Node, Stage> byNode = new HashMap<>();
    private final Map<Value, Stage> producer = new HashMap<>();

    IntegerChoice(Graph graph, Facts facts, List<Stage> stages, PlanOptions options) {
        this.facts = facts;
        this.graph = graph;
        boolean main = graph.parent() == null;
        inputCodes = main && options.quantizeInputs();
        outputCodes = main && options.quantizeOutputs();
        this.stages = stages;
        this.target = options.target();
        this.coverage = options.coverage();
        for (Stage s : stages) {
            byNode.put(s.node, s);
            for (Value v : s.outputs) {
                producer.put(v, s);
            }
        }
    }

    /** Makes the decision for all stages anew, respecting those that are blocked. */
    void choose() {
        for (Stage s : stages) {
            s.integer = false;
            s.floatOutput = false;
            s.residual = -1;
            s.reason = s.blocked;
        }
        if (coverage == Coverage.FULL) {
            full();
        } else {
            lean();
        }
        for (Stage s : stages) {
            if (s.integer) {
                s.floatOutput = hasFloatOutput(s);
                s.reason = integerReason(s);
            }
        }
        if (target.has(Trait.QUANTIZED_RESIDUAL)) {
            residuals();
        }
    }

    /** Sums of a heavy operator's result and something else: the latter is quantized. */
    private void residuals() {
        for (Stage s : stages) {
            if (!s.node.is("Add") || s.integer || s.blocked != null) {
                continue;
            }
            int from = -1;
            for (int i : s.operands) {
                Value v = s.node.input(i);
                Stage p = producer.get(v);
                if (p != null && p.integer && p.rule.isHeavy() && v.soleReader() == s.node) {
                    from = i;
                }
            }
            int other = 1 - from;
            if (from >= 0 && s.operands.contains(other) && !s.node.input(other).isConstant()) {
                s.residual = other;
                s.reason = Reason.RESIDUAL;
            }
        }
    }

    /** The values that are quantized under the present decision, in the order of the graph. */
    Set<Value> quantized() {
        Set<Value> out = new LinkedHashSet<>(forced(inputCodes, graph.inputs()));
        for (Stage s : stages) {
            if (s.residual >= 0) {
                out.add(s.node.input(s.residual));
            }
            if (s.integer) {
                out.addAll(s.variableOperands());
                if (!s.floatOutput) {
                    out.addAll(s.outputs);
                }
            }
        }
        out.addAll(
                forced(
                        outputCodes,
                        graph.outputs().stream().filter(v -> v.producer() != null).toList()));
        return out;
    }

    /** Float inputs or outputs of the graph that are codes for the caller. */
    private List<Value> forced(boolean on, List<Value> values) {
        return on
                ? values.stream()
                        .filter(v -> v.constant() == null && facts.isFloat(v) && !Facts.isEmpty(v))
                        .toList()
                : List.of();
    }

    /** Are the codes of the value all there is of it, because its producer writes nothing else? */
    boolean hasCodesOnly(Value v) {
        Stage s = producer.get(v);
        return (s != null && s.integer && !s.floatOutput)
                || (inputCodes && v.isGraphInput())
                || (outputCodes && v.isGraphOutput());
    }

    // ---- full

    private void full() {
        Set<Node> ancestors = target.has(Trait.FLOAT_TAIL) ? ancestorsOfHeavy() : null;
        for (Stage s : stages) {
            if (s.blocked != null) {
                continue;
            }
            if (target.leftFloat().contains(s.rule.operator())) {
                s.reason = Reason.NO_KERNEL;
            } else if (ancestors != null && !s.rule.isHeavy() && !ancestors.contains(s.node)) {
                s.reason = Reason.TAIL;
            } else {
                s.integer = true;
            }
        }
        if (target.has(Trait.FLOAT_HEAD) && !inputCodes) {
            head();
        }
    }

    /**
     * What picks elements of the graph's inputs is done before these are quantized: a runtime has
     * faster kernels for it on floats, and joins some of it.
     */
    private void head() {
        Set<Value> given = new HashSet<>(graph.inputs());
        for (Node n : graph) {
            if (n.is("Identity") && PlannedGraphs.isCapture(n, n.input(0))) {
                given.add(n.output());
            }
        }
        for (Stage s : stages) {
            if (s.integer
                    && PICKS.contains(s.rule.operator())
                    && given.containsAll(s.variableOperands())) {
                s.integer = false;
                s.reason = Reason.HEAD;
                given.addAll(s.outputs);
            }
        }
    }

    /** All nodes of the graph whose results reach a heavy operator that can be integer. */
    private Set<Node> ancestorsOfHeavy() {
        Set<Node> out = new HashSet<>();
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node n = nodes.get(i);
            for (Value v : n.outputs()) {
                if (v != null && v.uses().stream().anyMatch(u -> leadsToHeavy(u, out))) {
                    out.add(n);
                    break;
                }
            }
        }
        return out;
    }

    private boolean leadsToHeavy(Use u, Set<Node> known) {
        Node n = enclosing(u.node());
        Stage s = byNode.get(n);
        return known.contains(n) || (s != null && s.rule.isHeavy() && s.blocked == null);
    }

    /** The node of this graph that a node inside a body belongs to. */
    private Node enclosing(Node n) {
        if (n.graph() == graph) {
            return n;
        }
        for (Node outer : graph) {
            if (contains(outer, n.graph())) {
                return outer;
            }
        }
        throw new IllegalStateException("node '" + n.label() + "' belongs to no graph");
    }

    private static boolean contains(Node outer, Graph body) {
        for (Graph g = body; g != null; g = g.parent()) {
            if (outer.subgraphs().contains(g)) {
                return true;
            }
        }
        return false;
    }

    // ---- lean

    private void lean() {
        Set<Value> wanted = new HashSet<>();
        Set<Node> candidates = new HashSet<>();
        for (Stage s : stages) {
            if (s.rule.isHeavy() && s.blocked == null) {
                s.integer = true;
                wanted.addAll(s.variableOperands());
            }
        }
        for (int i = stages.size() - 1; i >= 0; i--) {
            Stage s = stages.get(i);
            if (s.blocked == null && isCarrier(s) && isWanted(s, wanted, candidates)) {
                candidates.add(s.node);
                wanted.addAll(s.variableOperands());
            }
        }
        for (Stage s : stages) {
            if (candidates.contains(s.node)
                    && s.variableOperands().stream().anyMatch(this::comesAsCodes)) {
                s.integer = true;
            }
            if (s.blocked == null && !s.integer) {
                s.reason = Reason.BETWEEN_HEAVY;
            }
        }
    }

    private boolean comesAsCodes(Value v) {
        Stage s = producer.get(v);
        return s != null
                && s.integer
                && !target.has(Trait.FLOAT_OUTPUTS)
                && !target.weightsOnly().contains(s.rule.operator());
    }

    /**
     * Operators that pass values on: those with a common scale, and the mean over all positions.
     */
    private static boolean isCarrier(Stage s) {
        return s.rule.isSameScale() || s.node.is("GlobalAveragePool");
    }

    private boolean isWanted(Stage s, Set<Value> wanted, Set<Node> candidates) {
        if (isLossless(s)) {
            return s.outputs.stream().anyMatch(wanted::contains);
        }
        // Rounding once more must not reach readers that could have had the float numbers.
        return s.outputs.stream()
                .allMatch(
                        v ->
                                wanted.contains(v)
                                        && !v.isGraphOutput()
                                        && v.uses().stream()
                                                .allMatch(u -> readsCodes(u, candidates)));
    }

    private boolean readsCodes(Use u, Set<Node> candidates) {
        Stage s = byNode.get(u.node());
        return s != null
                && (s.integer || candidates.contains(s.node))
                && s.operands.contains(u.index());
    }

    /** Do the output codes hold exactly what the input codes hold? */
    private boolean isLossless(Stage s) {
        if (!s.rule.isSameScale() || target.requantizes().contains(s.rule.operator())) {
            return false;
        }
        return switch (s.rule.operator()) {
            case "AveragePool" -> false;
            case "Resize" -> s.node.attributes().getString("mode", "nearest").equals("nearest");
            default -> true;
        };
    }

    // ---- outputs

    /** Is this use a read of codes by an integer stage? */
    boolean readsCodes(Use u) {
        Stage s = byNode.get(u.node());
        return s != null && (s.integer ? s.operands.contains(u.index()) : s.residual == u.index());
    }

    private boolean hasFloatOutput(Stage s) {
        if (!s.rule.isHeavy()) {
            return false;
        }
        if (target.has(Trait.FLOAT_OUTPUTS) || target.weightsOnly().contains(s.rule.operator())) {
            return true;
        }
        if (!target.has(Trait.FLOAT_LINEAR_OUTPUTS)
                || s.node.is("Conv")
                || s.node.is("ConvTranspose")) {
            return false;
        }
        Value v = s.outputs.get(0);
        boolean integer = v.uses().stream().anyMatch(this::readsCodes);
        boolean other = v.isGraphOutput() || !v.uses().stream().allMatch(this::readsCodes);
        if (integer && other) {
            // quantizing beside other readers of the same tensor breaks the kernel; behind a folded
            // node it does not
            return !s.folded().isEmpty();
        }
        if (integer) {
            // the runtime reshapes between the joined Gemm and the clamp
            return s.biasAdd != null && !s.clamps.isEmpty();
        }
        return !wouldJoinAdd(s) && !looksThroughClamp(s);
    }

    /**
     * Would the runtime take the one reader of a Relu or Clip behind this product for the
     * QuantizeLinear it looks for there, and then find no kernel?
     */
    private boolean looksThroughClamp(Stage s) {
        if (!target.has(Trait.DROPS_CLAMPS) || s.biasAdd != null) {
            return false;
        }
        Value v = s.rawOutput();
        Node next = v.soleReader();
        boolean any = false;
        while (next != null && (next.is("Relu") || next.is("Clip")) && next.input(0) == v) {
            any = true;
            v = next.output();
            next = v.soleReader();
        }
        return any && v.useCount() == 1;
    }

    /** Would the runtime make a float Gemm of this MatMul and the Add behind it? */
    private boolean wouldJoinAdd(Stage s) {
        if (!target.has(Trait.JOINS_MATMUL_ADD) || !s.node.is("MatMul") || !s.folded().isEmpty()) {
            return false;
        }
        Node add = s.rawOutput().soleReader();
        if (add == null || !add.is("Add")) {
            return false;
        }
        Value other = add.input(add.input(0) == s.rawOutput() ? 1 : 0);
        int rank = Facts.rank(other);
        return rank < 3;
    }

    private Reason integerReason(Stage s) {
        return switch (s.rule.kind()) {
            case HEAVY ->
                    target.weightsOnly().contains(s.rule.operator())
                            ? Reason.WEIGHTS_ONLY
                            : Reason.HEAVY;
            case SAME_SCALE ->
                    target.requantizes().contains(s.rule.operator())
                            ? Reason.REQUANTIZES
                            : Reason.SAME_SCALE;
            case FIXED -> Reason.FIXED_SCALE;
            case OWN_SCALE, CLAMP, INPUT_ONLY -> Reason.OWN_SCALE;
        };
    }
}
