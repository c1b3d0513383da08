package io.jquant.execute;

import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.OperatorSignatures;
import io.jquant.graph.Value;
import io.jquant.operator.Operator;
import io.jquant.operator.OperatorRegistry;
import io.jquant.support.JquantException;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Types and shapes of all values of a model, bodies included, with the small tensors that shapes
 * are computed with.
 *
 * <p>Each node's {@link Operator#infer} is asked in topological order. What it says wins over what
 * the file declares; where it says nothing, the declaration stays. Operators that are not known
 * leave the declared types.
 */
public final class TypeInference {
    private static final Logger LOG = LoggerFactory.getLogger(TypeInference.class);

    /** Bodies may be looked at several times (Loop until its types settle), but not for ever. */
    private static final int MOST_VISITS_PER_NODE = 32;

    /** Finds the operator of a node. */
    @FunctionalInterface
    interface Lookup {
        Operator find(String domain, String type, int opset);
    }

    private final Model model;
    private final Lookup operators;
    private final Facts facts;
    private final TypeMerge merge;
    private final SizeArithmetic sizes;
    private final SmallConstants constants;
    private final Map<Value, ValueType> declared = new HashMap<>();
    private long visits;

    private TypeInference(Model model, Lookup operators) {
        this.model = model;
        this.operators = operators;
        this.facts = new Facts(model.irVersion() < 4);
        this.merge = new TypeMerge(facts.symbols);
        this.sizes = new SizeArithmetic(facts);
        this.constants = new SmallConstants(facts);
    }

    /** Sets the {@link Value#type} of every value as far as it can be told. */
    public static void infer(Model model) {
        analyze(model);
    }

    /** As {@link #infer}, with everything that was found out on the way. */
    public static Facts analyze(Model model) {
        return analyze(model, OperatorRegistry.standard()::find);
    }

    static Facts analyze(Model model, Lookup operators) {
        TypeInference t = new TypeInference(model, operators);
        t.remember(model.graph());
        t.visits = MOST_VISITS_PER_NODE * (t.declared.size() + 1000L);
        for (Value v : model.graph().inputs()) {
            t.set(v, t.merge.input(v.type()));
        }
        t.walk(model.graph());
        return t.facts;
    }

    /** Keeps what the file says, as bodies are looked at more than once. */
    private void remember(Graph graph) {
        for (Value v : graph.values()) {
            declared.put(v, v.type());
        }
        for (Node n : graph.nodes()) {
            n.subgraphs().forEach(this::remember);
        }
    }

    private void set(Value v, ValueType flow) {
        facts.setType(v, flow);
        v.setType(merge.shown(flow, declared.get(v)));
    }

    private void walk(Graph graph) {
        for (Value v : graph.initializers()) {
            Tensor t = v.constant();
            ValueType.TensorType type =
                    new ValueType.TensorType(t.type(), SymbolicShape.of(t.shape()));
            if (!v.isGraphInput() || facts.constant(v) != null) {
                set(v, type);
            }
        }
        for (Node n : graph.nodes()) {
            visit(n);
        }
    }

    private void visit(Node n) {
        visits--;
        Set<Graph> bodies = new HashSet<>();
        List<ValueType> inferred = infer(n, bodies);
        for (Graph body : n.subgraphs()) {
            if (!bodies.contains(body)) {
                body(body, List.of());
            }
        }
        for (int i = 0; i < n.outputs().size(); i++) {
            Value v = n.output(i);
            if (v != null) {
                facts.forget(v);
                set(
                        v,
                        merge.output(
                                v, i < inferred.size() ? inferred.get(i) : null, declared.get(v)));
            }
        }
        Operator operator = operator(n);
        if (operator != null) {
            constants.compute(n, operator, model.opset(n.domain()));
        }
        attempt(n, () -> sizes.follow(n));
        for (Value v : n.outputs()) {
            if (v != null && facts.type(v) != null) {
                set(v, facts.type(v)); // what sizes and constants have added
            }
        }
    }

    /** Does work for a node; when its attributes or types make no sense, that is noted. */
    private boolean attempt(Node n, Runnable work) {
        try {
            NodeErrors.at(
                    n,
                    () -> {
                        work.run();
                        return null;
                    });
            return true;
        } catch (JquantException e) {
            LOG.debug("no types for {}: {}", n, e.getMessage());
            facts.complaints().put(n, NodeErrors.reason(e));
            return false;
        }
    }

    private Operator operator(Node n) {
        return operators.find(n.domain(), n.opType(), model.opset(n.domain()));
    }

    private List<ValueType> infer(Node n, Set<Graph> bodies) {
        Operator operator = operator(n);
        if (operator == null || visits < 0) {
            return List.of();
        }
        InferredNode view =
                new InferredNode(
                        n,
                        model.opset(n.domain()),
                        facts,
                        (body, types) -> {
                            bodies.add(body);
                            return body(body, types);
                        });
        facts.complaints().remove(n);
        return attempt(
                        n,
                        () -> {
                            checkInputs(n);
                            operator.infer(view);
                        })
                ? view.outputs()
                : List.of();
    }

    /** Holds the types of a node's inputs against the definition of its operator. */
    private void checkInputs(Node n) {
        if (!n.domain().isEmpty()) {
            return;
        }
        List<ValueType> types = new ArrayList<>();
        for (Value v : n.inputs()) {
            types.add(v == null ? null : facts.type(v));
        }
        String problem = OperatorSignatures.typeProblem(n.opType(), model.opset(""), types);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** Looks at a body; what only holds inside it is not told outside. */
    private List<ValueType> body(Graph body, List<ValueType> inputs) {
        int mark = facts.symbols.count();
        for (int i = 0; i < body.inputs().size(); i++) {
            Value v = body.inputs().get(i);
            facts.forget(v);
            ValueType given = i < inputs.size() ? inputs.get(i) : null;
            set(v, merge.output(v, given, declared.get(v)));
        }
        if (visits >= 0) {
            walk(body);
        }
        List<ValueType> out = new ArrayList<>();
        for (Value v : body.outputs()) {
            out.add(merge.outside(facts.type(v), mark));
        }
        return out;
    }
}
