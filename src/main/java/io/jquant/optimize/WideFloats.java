package io.jquant.optimize;

import io.jquant.graph.Attribute;
import io.jquant.graph.AttributeType;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.operator.OperatorRegistry;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import io.jquant.tensor.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a model that computes in 16-bit floats (float16, bfloat16) into one that computes in
 * float32, which is what quantization starts from. Every such number is a float32 as well, so
 * weights keep their values; results are only rounded less often. Inputs and outputs of the model
 * keep their types, and operators outside of the registry are fed what they were fed before: a Cast
 * stands between them and the rest.
 */
public final class WideFloats {
    private static final Logger LOG = LoggerFactory.getLogger(WideFloats.class);

    /** Attributes that name an element type. */
    private static final Set<String> TYPE_NAMES =
            Set.of(
                    "dtype",
                    "output_datatype",
                    "output_dtype",
                    "softmax_precision",
                    "stash_type",
                    "to");

    /** What was done: how many constants and how many computed tensors were widened. */
    public record Report(int constants, int tensors) {
        public boolean isEmpty() {
            return constants == 0 && tensors == 0;
        }
    }

    private final Model model;

    /**
     * Values whose type stays: those of the interface, and what stands around foreign operators.
     */
    private final Set<Value> kept = new HashSet<>();

    private int constants;
    private int tensors;

    private WideFloats(Model model) {
        this.model = model;
    }

    /**
     * Changes a model in place whose types have been inferred.
     *
     * @param keepInputs do inputs of the model keep their types?
     * @param keepOutputs do outputs?
     */
    public static Report apply(Model model, boolean keepInputs, boolean keepOutputs) {
        WideFloats w = new WideFloats(model);
        Graph g = model.graph();
        if (!w.occursIn(g)) {
            return new Report(0, 0);
        }
        for (Value v : interfaceOf(g)) {
            if (isInside(v.type())) {
                LOG.warn(
                        "the model keeps its 16-bit floats: '{}' is a sequence or optional value of them",
                        v.name());
                return new Report(0, 0);
            }
        }
        if (keepInputs) {
            w.inputs(g);
        }
        if (keepOutputs) {
            w.outputs(g);
        }
        w.nodes(g);
        w.values(g);
        return new Report(w.constants, w.tensors);
    }

    private static List<Value> interfaceOf(Graph g) {
        List<Value> out = new ArrayList<>(g.inputs());
        out.addAll(g.outputs());
        return out;
    }

    private boolean occursIn(Graph g) {
        for (Value v : g.values()) {
            if (isNarrow(v)) {
                return true;
            }
        }
        for (Node n : g) {
            for (Graph body : n.subgraphs()) {
                if (occursIn(body)) {
                    return true;
                }
            }
        }
        return false;
    }

    // ---- types

    private static boolean isNarrow(ElementType t) {
        return t == ElementType.FLOAT16 || t == ElementType.BFLOAT16;
    }

    private static boolean isNarrow(Value v) {
        return v != null && v.tensorType() != null && isNarrow(v.tensorType().element());
    }

    /** Does the type hold such tensors without being one? */
    private static boolean isInside(ValueType t) {
        return t != null && !(t instanceof ValueType.TensorType) && !wide(t).equals(t);
    }

    /** The type with float32 in place of 16-bit floats. */
    private static ValueType wide(ValueType t) {
        if (t instanceof ValueType.TensorType x) {
            return isNarrow(x.element()) ? ValueType.tensor(ElementType.FLOAT, x.shape()) : x;
        }
        if (t instanceof ValueType.SequenceType x && x.element() != null) {
            return new ValueType.SequenceType(wide(x.element()));
        }
        if (t instanceof ValueType.OptionalType x && x.element() != null) {
            return new ValueType.OptionalType(wide(x.element()));
        }
        return t;
    }

    // ---- the interface

    private void inputs(Graph g) {
        for (Value v : g.inputs()) {
            if (isNarrow(v) && v.constant() == null && kept.add(v)) {
                widenForReaders(g, v);
            }
        }
    }

    private static void widenForReaders(Graph g, Value v) {
        List<Use> uses = v.uses();
        if (!uses.isEmpty()) {
            Node first = g.nodes().get(0);
            Value real = cast(g, first, v, v.name() + "_float", ElementType.FLOAT);
            uses.forEach(u -> u.node().setInput(u.index(), real));
        }
    }

    private void outputs(Graph g) {
        for (Value v : new LinkedHashSet<>(g.outputs())) {
            if (!isNarrow(v) || !kept.add(v)) {
                continue;
            }
            if (v.producer() == null) {
                widenForReaders(g, v);
                continue;
            }
            Node producer = v.producer();
            int index = v.outputIndex();
            Value real = g.addFreshValue(v.name() + "_float", wide(v.type()));
            g.moveOutput(real, producer, index);
            v.uses().forEach(u -> u.node().setInput(u.index(), real));
            g.insertNode(
                    producer.next(),
                    real.name() + "/narrow",
                    "",
                    "Cast",
                    to(v.tensorType().element()),
                    List.of(real),
                    List.of(v));
        }
    }

    private static Value cast(Graph g, Node before, Value v, String base, ElementType type) {
        Value out = g.insert(before, "Cast", base, to(type), v);
        out.setType(ValueType.tensor(type, v.tensorType().shape()));
        return out;
    }

    private static Attributes to(ElementType type) {
        return Attributes.of(Attribute.of("to", (long) type.code()));
    }

    // ---- nodes and values

    private void nodes(Graph g) {
        for (Node n : g) {
            if (n.is("Cast") && (isKept(n.input(0)) || isKept(n.output(0)))) {
                continue; // one of those put in above
            }
            if (isForeign(n)) {
                isolate(n);
            } else {
                for (Attribute a : new ArrayList<>(n.attributes().all())) {
                    Attribute wider = wide(a);
                    if (wider != null) {
                        n.attributes().set(wider);
                    }
                }
            }
            n.subgraphs().forEach(this::nodes);
        }
    }

    private boolean isKept(Value v) {
        return v != null && kept.contains(v);
    }

    /** Whether it has a form for float32 is not known, or it looks at the bits of numbers. */
    private boolean isForeign(Node n) {
        return n.is("BitCast")
                || OperatorRegistry.standard().find(n.domain(), n.opType(), model.opset(n.domain()))
                        == null;
    }

    /** Puts a Cast in front of and behind a node, where it reads and writes 16-bit floats. */
    private void isolate(Node n) {
        for (int i = 0; i < n.inputs().size(); i++) {
            Value v = n.input(i);
            if (isNarrow(v) && !isKept(v)) {
                ElementType type = v.tensorType().element();
                Value narrow = cast(n.graph(), n, v, v.name() + "_narrow", type);
                kept.add(narrow);
                n.setInput(i, narrow);
            }
        }
        for (int i = 0; i < n.outputs().size(); i++) {
            Value v = n.output(i);
            if (isNarrow(v) && !isKept(v)) {
                Value narrow = n.graph().addFreshValue(v.name() + "_narrow", v.type());
                kept.add(narrow);
                n.graph().moveOutput(narrow, n, i);
                n.graph()
                        .insertNode(
                                n.next(),
                                narrow.name() + "/widen",
                                "",
                                "Cast",
                                to(ElementType.FLOAT),
                                List.of(narrow),
                                Arrays.asList(v));
            }
        }
    }

    /** The attribute with float32 in place of 16-bit floats; null when it holds none. */
    private static Attribute wide(Attribute a) {
        return switch (a.type()) {
            case TENSOR, SPARSE_TENSOR ->
                    a.value() instanceof Tensor t && isNarrow(t.type())
                            ? new Attribute(a.name(), a.type(), wide(t))
                            : null;
            case INT ->
                    namesNarrow(a) ? Attribute.of(a.name(), (long) ElementType.FLOAT.code()) : null;
            case STRING -> namesNarrow(a) ? Attribute.of(a.name(), ElementType.FLOAT.name()) : null;
            default -> null;
        };
    }

    /** Does the attribute ask for a 16-bit type? Old Cast operators wrote the name. */
    private static boolean namesNarrow(Attribute a) {
        if (!TYPE_NAMES.contains(a.name()) || a.value() == null) {
            return false;
        }
        if (a.type() == AttributeType.INT) {
            long code = (Long) a.value();
            return code == ElementType.FLOAT16.code() || code == ElementType.BFLOAT16.code();
        }
        String name =
                new String((byte[]) a.value(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
        return name.equals(ElementType.FLOAT16.name()) || name.equals(ElementType.BFLOAT16.name());
    }

    private static Tensor wide(Tensor t) {
        return Tensor.of(t.shape(), TensorNumbers.floats(t));
    }

    private void values(Graph g) {
        for (Value v : g.values()) {
            if (kept.contains(v) || v.type() == null) {
                continue;
            }
            ValueType type = wide(v.type());
            if (v.constant() != null && isNarrow(v.constant().type())) {
                g.setInitializer(v, wide(v.constant()));
                constants++;
            } else if (!type.equals(v.type())) {
                tensors++;
            }
            v.setType(type);
        }
        for (Node n : g) {
            n.subgraphs().forEach(this::values);
        }
    }
}
