package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.ValueType;
import java.util.HashSet;
import java.util.Set;

/**
 * What planning needs to know of the values of a graph, and of those that it may read around it.
 */
final class Facts {
    /** Operators whose output says nothing of the data, only of its size. */
    private static final Set<String> SIZES = Set.of("Shape", "Size");

    private final Set<Value> floats = new HashSet<>();
    private final Set<Value> fromData = new HashSet<>();

    Facts(Graph graph) {
        if (graph.parent() != null) {
            Facts around = new Facts(graph.parent());
            floats.addAll(around.floats);
            fromData.addAll(around.fromData);
        }
        for (Value v : graph.inputs()) {
            note(v);
            if (!v.isConstant()) {
                fromData.add(v);
            }
        }
        for (Value v : graph.initializers()) {
            note(v);
        }
        for (Node n : graph) {
            for (Value v : n.outputs()) {
                if (v != null) {
                    note(v);
                    noteByRule(n, v);
                    if (readsData(n)) {
                        fromData.add(v);
                    }
                }
            }
        }
    }

    private void note(Value v) {
        ValueType.TensorType t = v.tensorType();
        if (t != null && t.element() == ElementType.FLOAT) {
            floats.add(v);
        }
    }

    /** Where inference knew no type (behind custom operators), the operator's own rule gives it. */
    private void noteByRule(Node n, Value v) {
        ValueType.TensorType t = v.tensorType();
        if (v.outputIndex() > 0 || (v.type() != null && (t == null || t.element() != null))) {
            return;
        }
        Rule r = TfLiteSpec.of(n);
        if (r == null || r.kind() == RuleKind.INPUT_ONLY) {
            return;
        }
        int leading = r.isHeavy() ? 2 : 1;
        for (int i = 0; i < leading; i++) {
            if (n.input(i) != null && floats.contains(n.input(i))) {
                floats.add(v);
            }
        }
    }

    private boolean readsData(Node n) {
        if (n.domain().isEmpty() && SIZES.contains(n.opType())) {
            return false;
        }
        for (Value in : n.inputs()) {
            if (in != null && fromData.contains(in)) {
                return true;
            }
        }
        return !n.subgraphs().isEmpty();
    }

    /** Is this a float32 tensor? */
    boolean isFloat(Value v) {
        return floats.contains(v);
    }

    /** Does the value depend on the data that is fed, not only on its size? */
    boolean isFromData(Value v) {
        return fromData.contains(v);
    }

    /** The number of axes, or -1 when it is not known. */
    static int rank(Value v) {
        if (v.constant() != null) {
            return v.constant().rank();
        }
        SymbolicShape s = shape(v);
        return s == null ? -1 : s.rank();
    }

    /** The shape as far as it is known, or null. */
    static SymbolicShape shape(Value v) {
        return v.tensorType() == null ? null : v.tensorType().shape();
    }

    /** Is the tensor known to have no elements? */
    static boolean isEmpty(Value v) {
        SymbolicShape s = shape(v);
        return s != null && s.dims().stream().map(Dimension::size).anyMatch(d -> d == 0);
    }
}
