package io.jquant.execute;

import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.operator.Operator;
import io.jquant.operator.OperatorRegistry;
import io.jquant.support.Problem;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the {@link GraphPlan} of a model: only what the wanted tensors need, fused, with every last
 * use known.
 */
final class Planner {
    private final Model model;
    private final Set<String> taps;
    private final boolean fuse;
    private final Constants known;

    Planner(Model model, Set<String> taps, boolean fuse) {
        this.model = model;
        this.taps = taps;
        this.fuse = fuse;
        this.known = new Constants(model);
    }

    /** The plan of the main graph for these outputs. */
    GraphPlan plan(List<Value> outputs) {
        return new Scope(model.graph(), null).plan(outputs);
    }

    /** One graph while its plan is made. */
    private final class Scope {
        private final Graph graph;
        private final Scope outer;
        private final Map<Value, Integer> slots = new HashMap<>();
        private final List<GraphPlan.Constant> constants = new ArrayList<>();
        private final Map<Value, GraphPlan.Capture> captures = new LinkedHashMap<>();
        private Set<Value> outputs = Set.of();

        Scope(Graph graph, Scope outer) {
            this.graph = graph;
            this.outer = outer;
        }

        GraphPlan plan(List<Value> wanted) {
            outputs = new HashSet<>(wanted);
            List<Value> inputs = graph.inputs();
            int[] inputSlots = new int[inputs.size()];
            String[] inputTaps = new String[inputs.size()];
            for (int i = 0; i < inputSlots.length; i++) {
                inputSlots[i] = newSlot(inputs.get(i));
                inputTaps[i] = tap(inputs.get(i));
            }
            List<Draft> drafts = drafts(needed(wanted));
            for (Draft d : drafts) {
                d.resolve();
            }
            for (Value v : graph.values()) {
                if (tap(v) != null && known.of(v) != null) {
                    slot(v);
                }
            }
            int[] outputSlots = new int[wanted.size()];
            for (int i = 0; i < outputSlots.length; i++) {
                outputSlots[i] = slot(wanted.get(i));
            }
            return new GraphPlan(
                    graph,
                    slots.size(),
                    constants,
                    inputSlots,
                    inputTaps,
                    new ArrayList<>(captures.values()),
                    steps(drafts, outputSlots),
                    outputSlots);
        }

        /** The nodes whose results reach a wanted output or a tap. */
        private Set<Node> needed(List<Value> wanted) {
            Set<Node> needed = new HashSet<>();
            List<Node> open = new ArrayList<>();
            for (Value v : wanted) {
                need(v, needed, open);
            }
            for (Node n : graph) {
                if (n.outputs().stream().anyMatch(v -> v != null && taps.contains(v.name()))
                        || holdsTap(n)) {
                    if (needed.add(n)) {
                        open.add(n);
                    }
                }
            }
            while (!open.isEmpty()) {
                for (Value v : GraphReads.of(open.remove(open.size() - 1))) {
                    need(v, needed, open);
                }
            }
            return needed;
        }

        private void need(Value v, Set<Node> needed, List<Node> open) {
            Node p = v.producer();
            if (p != null && v.graph() == graph && needed.add(p)) {
                open.add(p);
            }
        }

        private boolean holdsTap(Node n) {
            for (Graph body : n.subgraphs()) {
                for (Value v : body.values()) {
                    if (taps.contains(v.name())) {
                        return true;
                    }
                }
                for (Node inner : body) {
                    if (holdsTap(inner)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /**
         * Decides what is fused, and in which order the steps run: each where its last fused node
         * stands.
         */
        private List<Draft> drafts(Set<Node> needed) {
            Set<Node> absorbed = new HashSet<>();
            Map<Node, Draft> byLast = new HashMap<>();
            known.compute(graph, needed);
            for (Node n : graph) {
                if (!needed.contains(n) || absorbed.contains(n) || known.covers(n)) {
                    continue;
                }
                int opset = model.opset(n.domain());
                Operator op = OperatorRegistry.standard().find(n.domain(), n.opType(), opset);
                if (op == null) {
                    throw UnknownOperators.refusal(model, n);
                }
                Fusion f = fuse ? Fusion.of(n, op, this::isVisible, absorbed, known) : null;
                Draft d =
                        new Draft(
                                this, n, op, opset, f == null || f.absorbed().isEmpty() ? null : f);
                if (d.fusion != null) {
                    absorbed.addAll(d.fusion.absorbed());
                }
                byLast.put(d.last(), d);
            }
            List<Draft> out = new ArrayList<>();
            for (Node n : graph) {
                if (byLast.containsKey(n)) {
                    out.add(byLast.get(n));
                }
            }
            return out;
        }

        /** Does anybody read the value? What is not read is as if the node had left it out. */
        boolean isWanted(Value v) {
            return v.useCount() > 0 || outputs.contains(v) || taps.contains(v.name());
        }

        private boolean isVisible(Value v) {
            return outputs.contains(v)
                    || taps.contains(v.name())
                    || v.uses().stream().map(Use::node).anyMatch(n -> n.graph() != graph);
        }

        /** The slot of a value that this graph itself makes. */
        private int newSlot(Value v) {
            Integer given = slots.putIfAbsent(v, slots.size());
            return given == null ? slots.size() - 1 : given;
        }

        /**
         * The slot of a value, which becomes a constant or a capture where it is not of this
         * graph's own making.
         */
        int slot(Value v) {
            Integer given = slots.get(v);
            if (given != null) {
                return given;
            }
            int slot = slots.size();
            slots.put(v, slot);
            if (v.graph() != graph) {
                captures.put(v, new GraphPlan.Capture(outer.slot(v), slot));
            } else if (v.constant() != null || known.of(v) != null) {
                Tensor t = v.constant() != null ? v.constant() : known.of(v);
                constants.add(new GraphPlan.Constant(slot, t, tap(v)));
            } else if (v.producer() == null) {
                throw Problem.GRAPH_INVALID.with(
                        graph.name(), "nothing produces the value '" + v.name() + "'");
            }
            return slot;
        }

        private List<Step> steps(List<Draft> drafts, int[] outputSlots) {
            int[] lastUse = new int[slots.size()];
            Arrays.fill(lastUse, -1);
            for (int i = 0; i < drafts.size(); i++) {
                for (int s : drafts.get(i).touched()) {
                    lastUse[s] = i;
                }
            }
            for (int s : outputSlots) {
                lastUse[s] = -1;
            }
            for (GraphPlan.Constant c : constants) {
                lastUse[c.slot()] = -1;
            }
            Map<Integer, List<Integer>> frees = new HashMap<>();
            for (int s = 0; s < lastUse.length; s++) {
                frees.computeIfAbsent(lastUse[s], k -> new ArrayList<>()).add(s);
            }
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < drafts.size(); i++) {
                steps.add(
                        drafts.get(i)
                                .step(
                                        frees.getOrDefault(i, List.of()).stream()
                                                .mapToInt(Integer::intValue)
                                                .toArray()));
            }
            return steps;
        }

        GraphPlan body(Graph body) {
            return new Scope(body, this).plan(body.outputs());
        }
    }

    /** A step while the plan is made. */
    private final class Draft {
        private final Scope scope;
        private final Node node;
        private final Operator operator;
        private final int opset;
        private final Fusion fusion;
        private final Map<Graph, GraphPlan> bodies = new HashMap<>();
        private int[] inputs = new int[0];
        private int[] outputs = new int[0];
        private int residual = -1;

        Draft(Scope scope, Node node, Operator operator, int opset, Fusion fusion) {
            this.scope = scope;
            this.node = node;
            this.operator = operator;
            this.opset = opset;
            this.fusion = fusion;
        }

        Node last() {
            return fusion == null ? node : fusion.absorbed().get(fusion.absorbed().size() - 1);
        }

        private Value outputValue(int i) {
            return i == 0 && fusion != null ? fusion.result() : node.output(i);
        }

        void resolve() {
            inputs = new int[node.inputs().size()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = node.input(i) == null ? -1 : scope.slot(node.input(i));
            }
            if (fusion != null && fusion.residual() != null) {
                residual = scope.slot(fusion.residual());
            }
            for (Graph body : node.subgraphs()) {
                bodies.put(body, scope.body(body));
            }
            outputs = new int[node.outputs().size()];
            for (int i = 0; i < outputs.length; i++) {
                Value v = outputValue(i);
                outputs[i] = v != null && scope.isWanted(v) ? scope.newSlot(v) : -1;
            }
        }

        /** Every slot that the step reads, writes, or hands into a body. */
        Set<Integer> touched() {
            Set<Integer> out = new LinkedHashSet<>();
            for (int s : inputs) {
                if (s >= 0) {
                    out.add(s);
                }
            }
            for (int s : outputs) {
                if (s >= 0) {
                    out.add(s);
                }
            }
            if (residual >= 0) {
                out.add(residual);
            }
            for (GraphPlan body : bodies.values()) {
                for (GraphPlan.Capture c : body.captures()) {
                    out.add(c.outer());
                }
            }
            return out;
        }

        Step step(int[] frees) {
            String[] tapped = new String[outputs.length];
            for (int i = 0; i < tapped.length; i++) {
                Value v = outputValue(i);
                tapped[i] = tap(v);
            }
            Object prepared =
                    NodeErrors.at(
                            node, () -> operator.prepare(new PreparedNode(node, opset, known)));
            return new Step(
                    node,
                    last(),
                    operator,
                    opset,
                    prepared,
                    inputs,
                    outputs,
                    residual,
                    fusion == null ? null : fusion.activation(),
                    frees,
                    tapped,
                    bodies);
        }
    }

    /** The name under which taps see a value, or null. */
    private String tap(Value v) {
        return v != null && taps.contains(v.name()) ? v.name() : null;
    }
}
