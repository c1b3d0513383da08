package io.jquant.execute;

import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.operator.FusedTail;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Element-wise nodes behind a node that it can compute while it stores its own result: a sum with
 * another tensor, then an activation. The graph is left alone; only the execution plan runs them as
 * one step.
 *
 * <pre>
 *   Conv ─▶ Add ─▶ Relu        Conv ─▶ Sigmoid ─▶ Mul
 *            ▲                   └──────────────▲
 *          other
 * </pre>
 *
 * @param absorbed the nodes that are not run on their own, in order
 * @param residual the other operand of the sum, or null
 * @param activation the activation, or null
 * @param result the value that the step produces in the end
 */
record Fusion(List<Node> absorbed, Value residual, FusedTail.Activation activation, Value result) {
    private static final Fusion NONE = new Fusion(List.of(), null, null, null);

    /**
     * What can be fused into a node.
     *
     * @param visible must the value exist by itself, because it is tapped or an output?
     * @param taken nodes that are fused elsewhere already
     * @param known what is known before the first run
     */
    static Fusion of(
            Node node,
            Operator operator,
            Predicate<Value> visible,
            Set<Node> taken,
            Constants known) {
        Value at = node.output(0);
        if (at == null || node.outputs().size() != 1 || !isFloat(at)) {
            return NONE;
        }
        List<Node> absorbed = new ArrayList<>();
        Value residual = null;
        if (operator.fusesResidual()) {
            Node add = onlyReader(at, "Add", visible, taken);
            Value other = add == null ? null : add.input(0) == at ? add.input(1) : add.input(0);
            if (other != null
                    && other != at
                    && other.graph() == at.graph()
                    && isFloat(other)
                    && sameShape(at, other)) {
                residual = other;
                absorbed.add(add);
                at = add.output();
            }
        }
        FusedTail.Activation activation = null;
        Node next = soleReader(at, visible, taken);
        FusedTail.Activation candidate = next == null ? null : activation(next, known);
        if (candidate != null && operator.fuses(candidate)) {
            activation = candidate;
            absorbed.add(next);
            at = next.output();
        } else if (operator.fuses(new FusedTail.Silu()) && !visible.test(at)) {
            List<Node> silu = silu(at, visible, taken);
            if (!silu.isEmpty()) {
                activation = new FusedTail.Silu();
                absorbed.addAll(silu);
                at = silu.get(1).output();
            }
        }
        return absorbed.isEmpty() ? NONE : new Fusion(absorbed, residual, activation, at);
    }

    private static Node onlyReader(
            Value v, String type, Predicate<Value> visible, Set<Node> taken) {
        Node n = soleReader(v, visible, taken);
        return n != null && n.is(type) ? n : null;
    }

    private static Node soleReader(Value v, Predicate<Value> visible, Set<Node> taken) {
        if (visible.test(v) || v.useCount() != 1) {
            return null;
        }
        Node n = v.uses().get(0).node();
        return n.graph() == v.graph() && !taken.contains(n) && n.outputs().size() == 1 ? n : null;
    }

    /** The Sigmoid and the Mul of x · sigmoid(x), or nothing. */
    private static List<Node> silu(Value x, Predicate<Value> visible, Set<Node> taken) {
        if (x.useCount() != 2) {
            return List.of();
        }
        for (Use u : x.uses()) {
            Node sigmoid = u.node();
            if (sigmoid.is("Sigmoid") && sigmoid.graph() == x.graph() && !taken.contains(sigmoid)) {
                Node mul = onlyReader(sigmoid.output(), "Mul", visible, taken);
                if (mul != null && (mul.input(0) == x || mul.input(1) == x)) {
                    return List.of(sigmoid, mul);
                }
            }
        }
        return List.of();
    }

    /**
     * The activation that a node computes of its first input; null when it is none, or not one with
     * constant parameters.
     */
    private static FusedTail.Activation activation(Node n, Constants known) {
        if (!n.domain().isEmpty()) {
            return null;
        }
        return switch (n.opType()) {
            case "Relu" -> new FusedTail.Relu();
            case "LeakyRelu" -> new FusedTail.LeakyRelu(n.attributes().getFloat("alpha", 0.01f));
            case "Sigmoid" -> new FusedTail.Sigmoid();
            case "Clip" -> clip(n, known);
            default -> null;
        };
    }

    private static FusedTail.Activation clip(Node n, Constants known) {
        if (!isAbsentOrScalar(n.input(1), known) || !isAbsentOrScalar(n.input(2), known)) {
            return null;
        }
        return new FusedTail.Clip(
                bound(n, known, 1, "min", Float.NEGATIVE_INFINITY),
                bound(n, known, 2, "max", Float.POSITIVE_INFINITY));
    }

    /** A bound of a Clip: an input from opset 11 on, an attribute before. */
    private static float bound(
            Node n, Constants known, int input, String attribute, float otherwise) {
        Value v = n.input(input);
        return v != null ? known.of(v).floats()[0] : n.attributes().getFloat(attribute, otherwise);
    }

    private static boolean isAbsentOrScalar(Value v, Constants known) {
        return v == null || isScalarConstant(known.of(v));
    }

    private static boolean isScalarConstant(Tensor t) {
        return t != null && t.type() == ElementType.FLOAT && t.shape().size() == 1;
    }

    private static boolean isFloat(Value v) {
        ValueType.TensorType t = v.tensorType();
        return t != null && t.element() == ElementType.FLOAT;
    }

    /** Are two shapes the same in every run? Symbols stand for one number each. */
    private static boolean sameShape(Value a, Value b) {
        SymbolicShape x = a.tensorType().shape();
        SymbolicShape y = b.tensorType().shape();
        if (x == null || y == null || x.rank() != y.rank()) {
            return false;
        }
        for (int i = 0; i < x.rank(); i++) {
            if (!x.dim(i).equals(y.dim(i)) || x.dim(i).equals(Dimension.UNKNOWN)) {
                return false;
            }
        }
        return true;
    }
}
