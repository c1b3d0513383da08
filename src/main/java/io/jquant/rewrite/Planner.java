package io.jquant.rewrite;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.calibrate.TensorRequest;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.support.Problem;
import io.jquant.target.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans what of a model becomes integer and with which parameters.
 *
 * <p>The order of calls: {@link #prepare} once, {@link #requests}, calibration of the tensors that
 * are asked for, {@link #plan}. The model should be optimized before: batch normalisation folded,
 * constants as initializers, types inferred, operator set 13 or newer.
 */
public final class Planner {
    /** Per-axis parameters of DequantizeLinear exist from here on. */
    static final int LEAST_OPSET = 13;

    /** How many operators that only move values are followed to an output. */
    private static final int MOST_MOVES = 8;

    private Planner() {}

    /**
     * Brings matrix products into the form that integer kernels have. Exact up to rounding of
     * constants that alpha and beta are multiplied into; tensors that remain keep their names.
     */
    public static void prepare(Model model) {
        if (!isQuantized(model)) {
            PlannedGraphs.nameCaptures(model);
            PlannedGraphs.of(model).forEach(LinearForms::apply);
        }
    }

    /**
     * As {@link #prepare(Model)}, and writes operators that the target has no integer kernels for
     * as others that it has.
     */
    public static void prepare(Model model, PlanOptions options) {
        prepare(model);
        if (!isQuantized(model)) {
            PlannedGraphs.of(model).forEach(g -> IntegerForms.apply(g, options));
        }
    }

    /** Does the model hold quantization operators already? Such a model is left alone. */
    public static boolean isQuantized(Model model) {
        return holdsCodes(model.graph());
    }

    private static boolean holdsCodes(Graph graph) {
        for (Node n : graph) {
            String op = n.opType();
            if (op.equals("QuantizeLinear")
                    || op.equals("DequantizeLinear")
                    || op.equals("DynamicQuantizeLinear")
                    || op.startsWith("QLinear")
                    || op.startsWith("QGemm")
                    || op.startsWith("DynamicQuantize")
                    || op.endsWith("Integer")
                    || n.subgraphs().stream().anyMatch(Planner::holdsCodes)) {
                return true;
            }
        }
        return false;
    }

    /** The patterns for nodes, among the options, that no node of a planned graph matches. */
    public static List<String> unmatched(Model model, PlanOptions options) {
        List<String> patterns = new ArrayList<>(options.keepFloat());
        patterns.addAll(options.only());
        return NodePatterns.unmatched(patterns, PlannedGraphs.of(model));
    }

    /** The tensors whose ranges a plan needs, in the order of the graphs. */
    public static List<TensorRequest> requests(Model model, PlanOptions options) {
        List<TensorRequest> out = new ArrayList<>();
        if (isQuantized(model)) {
            return out;
        }
        for (Work w : works(model, options)) {
            w.choice.choose();
            for (Value v : w.choice.quantized()) {
                out.add(
                        new TensorRequest(
                                v.name(),
                                w.channelAxis(v),
                                !options.clipOutputs() && isOutput(v, 0)));
            }
        }
        return out;
    }

    /** Would two plans quantize the same of a model, whatever the ranges? */
    public static boolean alike(Model model, PlanOptions a, PlanOptions b) {
        return isQuantized(model)
                || works(model, a).stream()
                        .map(Work::decisions)
                        .toList()
                        .equals(works(model, b).stream().map(Work::decisions).toList());
    }

    private static List<Work> works(Model model, PlanOptions options) {
        return PlannedGraphs.of(model).stream().map(g -> new Work(g, options)).toList();
    }

    /** Is the value an output of the graph, or moved into one? */
    private static boolean isOutput(Value v, int depth) {
        if (v.isGraphOutput()) {
            return true;
        }
        for (Use u : v.uses()) {
            Rule r = TfLiteSpec.of(u.node());
            Value out = u.node().output(0);
            if (r != null
                    && r.isSameScale()
                    && u.index() == 0
                    && out != null
                    && depth < MOST_MOVES
                    && isOutput(out, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The plan.
     *
     * @throws io.jquant.support.JquantException when the operator set is older than 13 or a weight
     *     is not finite
     */
    public static QuantizationPlan plan(Model model, RangeTable ranges, PlanOptions options) {
        if (isQuantized(model)) {
            return leftAlone(model, ranges, options);
        }
        if (model.opset() < LEAST_OPSET) {
            throw Problem.OPSET_TOO_OLD.with(model.opset());
        }
        Map<String, NodePlan> nodes = new LinkedHashMap<>();
        List<TensorPlan> tensors = new ArrayList<>();
        List<OperandPlan> operands = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Work w : works(model, options)) {
            QuantizationPlan one = w.plan(ranges, tensors.size());
            one.nodes().forEach(n -> nodes.put(n.output(), n)); // a body's own word is the last
            tensors.addAll(one.tensors());
            operands.addAll(one.operands());
            warnings.addAll(one.warnings());
        }
        return new QuantizationPlan(
                options, ranges, false, List.copyOf(nodes.values()), tensors, operands, warnings);
    }

    private static QuantizationPlan leftAlone(Model model, RangeTable ranges, PlanOptions options) {
        List<NodePlan> nodes = new ArrayList<>();
        for (Node n : model.graph()) {
            nodes.add(NodePlans.floating(n, Reason.ALREADY_QUANTIZED, ""));
        }
        return new QuantizationPlan(
                options,
                ranges,
                true,
                nodes,
                List.of(),
                List.of(),
                List.of("the model is quantized already and was left as it is"));
    }

    private record Decision(Node node, boolean integer, boolean floatOutput, int residual) {}

    private record Decisions(List<Decision> stages, Set<Value> quantized) {}

    /** The planning of one graph. */
    private static final class Work {
        private final Graph graph;
        private final PlanOptions options;
        private final Facts facts;
        private final List<Stage> stages;
        private final IntegerChoice choice;
        private final Map<Node, Stage> byNode = new HashMap<>();

        Work(Graph graph, PlanOptions options) {
            this.graph = graph;
            this.options = options;
            facts = new Facts(graph);
            stages = new StageFinder(facts, options).find(graph);
            IntegerForms.blockSlow(stages, options.target());
            choice = new IntegerChoice(graph, facts, stages, options);
            for (Stage s : stages) {
                byNode.put(s.node, s);
            }
        }

        Decisions decisions() {
            choice.choose();
            return new Decisions(
                    stages.stream()
                            .map(s -> new Decision(s.node, s.integer, s.floatOutput, s.residual))
                            .toList(),
                    choice.quantized());
        }

        /** Conv sums over axis 1, matrix products over the last axis of their first operand. */
        int channelAxis(Value v) {
            Set<Integer> axes = new TreeSet<>();
            for (Use u : v.uses()) {
                Stage s = byNode.get(u.node());
                if (s != null && s.integer && s.rule.isHeavy() && u.index() == 0) {
                    axes.add(InputCodes.channelAxis(s.node));
                }
            }
            // Convolutions first: matrix products manage with the extremes of the whole tensor.
            return axes.contains(1)
                    ? 1
                    : axes.size() == 1 ? axes.iterator().next() : TensorRequest.NO_CHANNELS;
        }

        private boolean hasNoRange(Value v, RangeTable ranges, Set<String> unseen) {
            boolean without = fixed(v) == null && ranges.get(v.name()) == null;
            if (without) {
                unseen.add(v.name());
            }
            return without;
        }

        /**
         * @param firstGroup the groups of the tensors have this number and the following ones
         */
        QuantizationPlan plan(RangeTable given, int firstGroup) {
            RangeTable ranges = withMoved(given);
            Set<String> unseen = chooseWithin(ranges);
            Set<Value> quantized = choice.quantized();
            quantized.removeIf(v -> hasNoRange(v, ranges, unseen));
            ScaleGroups groups =
                    new ScaleGroups(
                            stages,
                            quantized,
                            this::fixed,
                            v -> ranges.get(v.name()).range(),
                            options);
            List<TensorPlan> tensors = new ArrayList<>();
            for (Value v : quantized) {
                tensors.add(
                        new TensorPlan(
                                v.name(),
                                groups.params(v),
                                range(v, ranges),
                                firstGroup + groups.group(v),
                                choice.hasCodesOnly(v)));
            }
            return new QuantizationPlan(
                    options,
                    ranges,
                    false,
                    new NodePlans(facts, stages).of(graph),
                    tensors,
                    operands(groups),
                    warnings(ranges, unseen));
        }

        private List<String> warnings(RangeTable ranges, Set<String> unseen) {
            boolean any = graph.values().stream().anyMatch(v -> ranges.get(v.name()) != null);
            if (graph.parent() != null && !any && !unseen.isEmpty()) {
                return List.of(
                        "no sample takes the " + PlannedGraphs.place(graph) + ": it stays float");
            }
            return unseen.stream()
                    .map(
                            t ->
                                    "tensor '"
                                            + t
                                            + "' has no finite range: what reads or writes it"
                                            + " stays float")
                    .toList();
        }

        /**
         * A tensor that was not calibrated, and is read by nothing but an operator that moves its
         * elements, has the range of what that writes. Ranges from files lack such tensors.
         */
        private RangeTable withMoved(RangeTable ranges) {
            Map<String, TensorRange> all = new LinkedHashMap<>(ranges.tensors());
            for (int i = stages.size() - 1; i >= 0; i--) {
                Stage s = stages.get(i);
                Value v = s.operands.size() == 1 ? s.node.input(s.operands.get(0)) : null;
                if (v != null
                        && s.rule.isSameScale()
                        && s.isMove()
                        && v.soleReader() == s.node
                        && !s.outputs.isEmpty()) {
                    TensorRange moved = all.get(s.outputs.get(0).name());
                    if (moved != null) {
                        all.putIfAbsent(v.name(), moved.withoutChannels());
                    }
                }
            }
            return new RangeTable(ranges.method(), all);
        }

        /** Decides, leaving out what has no range; returns the tensors that lacked one. */
        private Set<String> chooseWithin(RangeTable ranges) {
            Set<String> unseen = new LinkedHashSet<>();
            boolean again;
            do {
                again = false;
                choice.choose();
                for (Stage s : stages) {
                    if (!s.integer && s.residual < 0) {
                        continue;
                    }
                    List<Value> needed =
                            new ArrayList<>(
                                    s.integer
                                            ? s.variableOperands()
                                            : List.of(s.node.input(s.residual)));
                    if (s.integer && !s.floatOutput) {
                        needed.addAll(s.outputs);
                    }
                    for (Value v : needed) {
                        if (fixed(v) == null && ranges.get(v.name()) == null) {
                            s.block(Reason.NO_RANGE, v.name());
                            unseen.add(v.name());
                            again = true;
                        }
                    }
                    again |= s.integer && blockMask(s, ranges);
                }
            } while (again);
            return unseen;
        }

        /** Sums with very large numbers in front of a Softmax are masks. */
        private boolean blockMask(Stage s, RangeTable ranges) {
            if (!s.node.is("Add") || s.blocked != null) {
                return false;
            }
            Node next = s.outputs.get(0).soleReader();
            if (next == null || !next.is("Softmax")) {
                return false;
            }
            for (Value v : s.variableOperands()) {
                TensorRange r = ranges.get(v.name());
                if (r != null && Constants.isMask(r.seen())) {
                    s.block(Reason.MASK, v.name());
                    return true;
                }
            }
            return false;
        }

        private QuantParams fixed(Value v) {
            if (options.target().has(Trait.ZERO_POINT_ZERO)) {
                return null; // the specification's own parameters have other zero points
            }
            Rule r = v.producer() == null ? null : TfLiteSpec.of(v.producer());
            return r == null ? null : r.fixed();
        }

        private Range range(Value v, RangeTable ranges) {
            TensorRange r = ranges.get(v.name());
            return r == null ? null : r.range();
        }

        private List<OperandPlan> operands(ScaleGroups groups) {
            List<OperandPlan> out = new ArrayList<>();
            Map<ScaleGroups.Edge, QuantParams> again = new LinkedHashMap<>(groups.requantized());
            for (Stage s : stages) {
                if (!s.integer) {
                    continue;
                }
                for (int i : s.operands) {
                    Value v = s.node.input(i);
                    QuantParams p = again.get(new ScaleGroups.Edge(s, i));
                    if (v.isConstant()) {
                        boolean tied =
                                s.rule.isSameScale()
                                        && !options.target()
                                                .requantizes()
                                                .contains(s.rule.operator());
                        p =
                                tied
                                        ? groups.params(s.outputs.get(0))
                                        : options.params(Constants.range(v.constant()));
                    }
                    if (p != null) {
                        out.add(new OperandPlan(NodePlans.key(s.node), i, p));
                    }
                }
            }
            return out;
        }
    }
}
