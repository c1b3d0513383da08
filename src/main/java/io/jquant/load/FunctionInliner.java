package io.jquant.load;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.BodyCopier;
import io.jquant.graph.Graph;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.support.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Replaces the calls of model-local functions by the functions' bodies. */
final class FunctionInliner {
    private final String file;
    private final Model model;
    private final FunctionTable functions;

    private FunctionInliner(String file, Model model) {
        this.file = file;
        this.model = model;
        this.functions = new FunctionTable(file, model.functions());
    }

    /**
     * Inlines all functions and takes them out of the model.
     *
     * @param file for messages
     */
    static void inline(Model model, String file) {
        if (model.functions().isEmpty()) {
            return;
        }
        FunctionInliner inliner = new FunctionInliner(file, model);
        inliner.functions.checkSize(model.graph());
        inliner.inline(model.graph());
        model.functions().clear();
        inliner.dropUnusedDomains();
        GraphChecker.check(model, file); // attributes that a call left out may be missing now
    }

    private void inline(Graph graph) {
        Deque<Node> todo = new ArrayDeque<>(graph.nodes());
        while (!todo.isEmpty()) {
            Node n = todo.removeFirst();
            Model.Function f = functions.find(n);
            if (f == null) {
                n.subgraphs().forEach(this::inline);
                continue;
            }
            List<Node> copies = expand(n, f);
            for (int i = copies.size() - 1; i >= 0; i--) {
                todo.addFirst(copies.get(i));
            }
        }
    }

    /** Puts the body of a function in the place of a node that calls it. */
    private List<Node> expand(Node call, Model.Function f) {
        OpsetMerge.merge(file, model, f);
        Graph graph = call.graph();
        List<Value> formal = f.body().inputs();
        if (call.inputs().size() > formal.size()) {
            throw invalid(f, call, "has " + call.inputs().size() + " inputs of " + formal.size());
        }
        if (call.outputs().size() > f.body().outputs().size()) {
            throw invalid(f, call, "wants more outputs than the function has");
        }
        Map<Value, Value> arguments = new HashMap<>();
        for (int i = 0; i < formal.size(); i++) {
            arguments.put(formal.get(i), call.input(i));
        }
        BodyCopier copier = new BodyCopier(call.label() + "/", a -> resolve(a, call, f), arguments);
        List<Node> copies = copier.copy(f.body(), graph, call);
        Set<Node> copied = new HashSet<>(copies);
        Map<Value, Value> handedOver = new HashMap<>();
        for (int i = 0; i < call.outputs().size(); i++) {
            Value wanted = call.output(i);
            if (wanted != null) {
                Value made = copier.copyOf(f.body().outputs().get(i));
                if (made == null) {
                    throw invalid(f, call, "hands out an input that is left out");
                }
                boolean free = copied.contains(made.producer()) && !handedOver.containsKey(made);
                Value source =
                        free
                                ? made
                                : graph.insert(
                                        call,
                                        "Identity",
                                        wanted.name(),
                                        new Attributes(),
                                        handedOver.getOrDefault(made, made));
                graph.replaceAllUses(source, wanted);
                graph.moveOutput(wanted, source.producer(), source.outputIndex());
                graph.removeValue(source);
                handedOver.put(made, wanted);
            }
        }
        graph.removeNode(call);
        return copies;
    }

    /** The attributes of a copied node, with references to the caller's attributes resolved. */
    private Attributes resolve(Attributes given, Node call, Model.Function f) {
        Attributes out = new Attributes();
        for (Attribute a : given.all()) {
            if (a.reference() == null) {
                out.set(a);
                continue;
            }
            Attribute actual = call.attributes().get(a.reference());
            if (actual == null) {
                actual = functions.defaultOf(f, a.reference());
            }
            if (actual != null && actual.type() != a.type()) {
                throw invalid(
                        f,
                        call,
                        "attribute '"
                                + a.reference()
                                + "' is "
                                + actual.type()
                                + ", must be "
                                + a.type());
            }
            if (actual != null) {
                out.set(
                        new Attribute(
                                a.name(), a.type(), actual.value(), actual.reference(), null));
            }
        }
        return out;
    }

    private void dropUnusedDomains() {
        Set<String> used = new HashSet<>();
        domains(model.graph(), used);
        for (String domain : functions.domains()) {
            if (!domain.isEmpty() && !used.contains(domain)) {
                model.opsets().remove(domain);
            }
        }
    }

    private static void domains(Graph graph, Set<String> used) {
        for (Node n : graph) {
            used.add(n.domain());
            n.subgraphs().forEach(body -> domains(body, used));
        }
    }

    private RuntimeException invalid(Model.Function f, Node call, String why) {
        return Problem.FUNCTION_INVALID.with(
                file, f.name(), "its call by node '" + call.label() + "' " + why);
    }
}
