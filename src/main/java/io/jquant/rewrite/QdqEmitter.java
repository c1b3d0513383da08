package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.grid.QuantParams;
import io.jquant.support.Workers;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import io.jquant.tensor.ElementType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a plan into a model as QuantizeLinear and DequantizeLinear pairs around float operators,
 * the form from which runtimes make their integer kernels.
 */
public final class QdqEmitter {
    private final Graph graph;
    private final QuantizationPlan plan;
    private final Target target;
    private final QdqWriter writer;
    private final Map<Node, NodePlan> plans = new HashMap<>();
    private final Map<Node, Map<Integer, QuantParams>> operands = new HashMap<>();
    private final Map<String, Node> byKey = new LinkedHashMap<>();
    private final Map<Integer, QdqWriter.Parameters> groups = new HashMap<>();

    private QdqEmitter(Graph graph, QuantizationPlan plan) {
        this.graph = graph;
        this.plan = plan;
        this.target = plan.options().target();
        this.writer = new QdqWriter(graph, target);
        // Names change below, so nodes are looked up before.
        for (Node n : graph) {
            byKey.put(NodePlans.key(n), n);
            NodePlan p = plan.node(NodePlans.key(n));
            if (p == null) {
                throw new IllegalArgumentException(
                        "node '" + n.label() + "' is not part of the plan");
            }
            plans.put(n, p);
        }
        for (OperandPlan o : plan.operands()) {
            Node n = byKey.get(o.node());
            if (n != null) { // of this graph
                operands.computeIfAbsent(n, k -> new LinkedHashMap<>()).put(o.input(), o.params());
            }
        }
    }

    /** As {@link #emit(Model, QuantizationPlan, Workers)}, by the calling thread alone. */
    public static EmissionReport emit(Model model, QuantizationPlan plan) {
        return emit(model, plan, Workers.SERIAL);
    }

    /**
     * Changes the model in place.
     *
     * @param model the model that was planned, or a copy of it
     * @param workers who share the work; the result does not depend on how many they are
     * @throws io.jquant.support.JquantException when a weight is not finite
     */
    public static EmissionReport emit(Model model, QuantizationPlan plan, Workers workers) {
        return emit(model, plan, workers, null);
    }

    /**
     * The same.
     *
     * @param memo what emissions of copies of the model may share; null for nothing
     */
    public static EmissionReport emit(
            Model model, QuantizationPlan plan, Workers workers, WeightMemo memo) {
        if (plan.isLeftAlone()) {
            return new EmissionReport(List.of());
        }
        List<EmissionReport.Layer> layers = new ArrayList<>();
        for (Graph g : PlannedGraphs.of(model)) {
            layers.addAll(new QdqEmitter(g, plan).emit(workers, memo));
        }
        return new EmissionReport(layers);
    }

    private List<EmissionReport.Layer> emit(Workers workers, WeightMemo memo) {
        List<EmissionReport.Layer> layers = linear(workers, memo);
        constants();
        plan.tensors().forEach(this::tensor);
        requantize();
        dropInnerClamps();
        FloatLayers.protect(graph, target);
        if (target.has(Trait.JOINS_FUNCTIONS)) {
            FloatFunctions.join(graph);
        }
        PlannedGraphs.dropCaptureNames(graph);
        return layers;
    }

    // ---- weights

    private List<EmissionReport.Layer> linear(Workers workers, WeightMemo memo) {
        LinearWriter linear = new LinearWriter(graph, plan, writer, workers, memo);
        byKey.forEach(
                (key, n) -> {
                    NodePlan p = plans.get(n);
                    if (!p.isQuantized() || !p.heavy()) {
                        return;
                    }
                    boolean computed = !n.input(1).isConstant();
                    Node add = p.biasAdd().isEmpty() ? null : byKey.get(p.biasAdd());
                    linear.write(
                            n,
                            params(n, 0),
                            computed ? params(n, 1) : null,
                            add == null ? null : new LinearWriter.BiasAdd(add, !p.floatOutput()),
                            plan.ranges().get(n.input(0).name()));
                });
        return linear.layers();
    }

    /** The parameters under which a node reads an operand. */
    private QuantParams params(Node n, int input) {
        QuantParams own = operands.getOrDefault(n, Map.of()).get(input);
        return own != null ? own : plan.tensor(n.input(input).name()).params();
    }

    private void constants() {
        byKey.forEach(
                (key, n) ->
                        operands.getOrDefault(n, Map.of())
                                .forEach(
                                        (i, p) -> {
                                            Value v = n.input(i);
                                            if (v.isConstant()) {
                                                n.setInput(i, writer.constant(n, v, p));
                                                Constants.dropUnread(v);
                                            }
                                        }));
    }

    // ---- activations

    private void tensor(TensorPlan t) {
        Value v = graph.find(t.tensor());
        if (v == null || v.graph() != graph) {
            return; // of another graph
        }
        List<Use> readers = new ArrayList<>();
        for (Use u : v.uses()) {
            if (t.codesOnly() || readsCodes(u)) {
                readers.add(u);
            }
        }
        boolean output = t.codesOnly() && v.isGraphOutput() && v.producer() != null;
        if (readers.isEmpty() && !output) {
            return; // nothing reads it
        }
        QdqWriter.Parameters p =
                groups.computeIfAbsent(t.group(), g -> writer.parameters(v.name(), t.params()));
        Node before = v.producer() == null ? firstNode() : v.producer().next();
        if (output) {
            throughTo(v, before, p);
            return;
        }
        Value codes = writer.quantize(before, v, v.name(), p);
        Value real = writer.dequantize(before, codes, v.name(), p);
        readers.forEach(u -> u.node().setInput(u.index(), real));
    }

    /** A graph output keeps its name: its producer writes to another value from now on. */
    private void throughTo(Value v, Node before, QdqWriter.Parameters p) {
        Node producer = v.producer();
        int index = v.outputIndex();
        Value raw = graph.addFreshValue(v.name() + "_raw", QdqWriter.typed(v, ElementType.FLOAT));
        Value codes = writer.quantize(before, raw, v.name(), p);
        Node dq = writer.dequantizeTo(before, codes, v.name(), p, null);
        graph.moveOutput(v, dq, 0);
        graph.moveOutput(raw, producer, index);
    }

    private Node firstNode() {
        List<Node> nodes = graph.nodes();
        return nodes.isEmpty() ? null : nodes.get(0);
    }

    private boolean readsCodes(Use u) {
        NodePlan p = plans.get(u.node());
        return p != null && p.codes().contains(u.index());
    }

    private void requantize() {
        byKey.forEach(
                (key, n) ->
                        operands.getOrDefault(n, Map.of())
                                .forEach(
                                        (i, p) -> {
                                            TensorPlan t = plan.tensor(original(n.input(i)));
                                            if (t != null) {
                                                again(n, i, p);
                                            }
                                        }));
    }

    /** The tensor whose codes a pair behind it gives back. */
    private static String original(Value real) {
        Node dq = real.producer();
        Node q = dq == null ? null : dq.input(0).producer();
        return q == null ? "" : q.input(0).name();
    }

    private void again(Node n, int input, QuantParams p) {
        Value real = n.input(input);
        String base = original(real) + "_requantized";
        QdqWriter.Parameters params = writer.parameters(base, p);
        Value codes = writer.quantize(n, real, base, params);
        n.setInput(input, writer.dequantize(n, codes, base, params));
    }

    // ---- clean-up

    /** Of several clamps in a row behind which a tensor is quantized the last one is enough. */
    private void dropInnerClamps() {
        byKey.forEach(
                (key, n) -> {
                    NodePlan p = plans.get(n);
                    if (!p.isQuantized() || p.floatOutput() || p.clamps().size() < 2) {
                        return;
                    }
                    List<String> clamps = p.clamps();
                    Node first = byKey.get(clamps.get(0));
                    Node last = byKey.get(clamps.get(clamps.size() - 1));
                    last.setInput(0, first.input(0));
                    for (int i = clamps.size() - 2; i >= 0; i--) {
                        Node inner = byKey.get(clamps.get(i));
                        List<Value> inputs = inner.inputs();
                        List<Value> bounds = new ArrayList<>(inputs.subList(1, inputs.size()));
                        graph.removeNode(inner);
                        bounds.forEach(Constants::dropUnread);
                    }
                });
    }
}
