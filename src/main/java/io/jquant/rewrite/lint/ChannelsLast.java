package io.jquant.rewrite.lint;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.SymbolicShape;
import java.util.HashSet;
import java.util.Set;

/**
 * Which values ONNX Runtime holds with the channels last, and how many pairs that costs. Its
 * integer convolutions want that layout; the Transposes at their borders are moved along until they
 * meet their inverse. Where one comes to rest behind a DequantizeLinear, because the operator there
 * also reads a tensor in the usual layout, a pair is put behind the Transpose and stays.
 */
final class ChannelsLast {
    /** Operators with kernels of their own for this layout, on codes. */
    private static final Set<String> POOLS = Set.of("AveragePool", "GlobalAveragePool", "MaxPool");

    /** Operators that Transposes are moved across. */
    private static final Set<String> CROSSED =
            Set.of(
                    "Abs",
                    "Add",
                    "Clip",
                    "Concat",
                    "Div",
                    "Elu",
                    "Erf",
                    "Exp",
                    "HardSigmoid",
                    "HardSwish",
                    "LeakyRelu",
                    "Max",
                    "Min",
                    "Mul",
                    "Neg",
                    "Pad",
                    "Relu",
                    "Resize",
                    "Sigmoid",
                    "Softplus",
                    "Split",
                    "Sub",
                    "Sum",
                    "Tanh",
                    "Where");

    private final Set<Value> last = new HashSet<>();
    private final Set<Node> integer;
    private int pairs;

    private ChannelsLast(Set<Node> integer) {
        this.integer = integer;
    }

    /**
     * The pairs that are added.
     *
     * @param integer the nodes that run in integers
     */
    static int pairs(Graph g, Set<Node> integer) {
        ChannelsLast c = new ChannelsLast(integer);
        g.forEach(c::node);
        return c.pairs;
    }

    private void node(Node n) {
        if (isLast(n)) {
            for (Value v : n.outputs()) {
                if (v != null) {
                    last.add(v);
                }
            }
        }
    }

    private boolean isLast(Node n) {
        if (n.is("Conv")) {
            return integer.contains(n);
        }
        if (Codes.isQuantize(n) || Codes.isDequantize(n)) {
            return last.contains(n.input(0));
        }
        if (POOLS.contains(n.opType()) && integer.contains(n)) {
            return last.contains(n.input(0));
        }
        if (POOLS.contains(n.opType())) {
            pairs += afterFloats(n.input(0));
        }
        if (!CROSSED.contains(n.opType()) || !n.domain().isEmpty()) {
            return false;
        }
        int in = 0;
        int out = 0;
        for (Value v : n.inputs()) {
            if (v != null && last.contains(v)) {
                in++;
            } else if (v != null && !isSmall(v)) {
                out++;
            }
        }
        if (in > 0 && out > 0) {
            pairs += rested(n);
        }
        return in > 0 && out == 0;
    }

    /** The operands that come from a DequantizeLinear, in the layout that has more of them. */
    private int rested(Node n) {
        int[] sum = new int[2];
        if (!integer.contains(n)) {
            for (Value v : n.inputs()) {
                if (v != null && !isSmall(v) && Codes.isDequantize(v.producer())) {
                    sum[last.contains(v) ? 1 : 0]++;
                }
            }
        }
        return Math.max(sum[0], sum[1]);
    }

    /** A float pool wants the usual layout: what came across a float operator rests in front. */
    private int afterFloats(Value v) {
        Node d = v != null && last.contains(v) ? v.producer() : null;
        Node q = Codes.isDequantize(d) ? d.input(0).producer() : null;
        Node before = q == null || !Codes.isQuantize(q) ? null : q.input(0).producer();
        return before != null && !integer.contains(before) ? 1 : 0;
    }

    /** Constants and tensors of few axes are brought into any layout. */
    private static boolean isSmall(Value v) {
        Node p = v.producer();
        if (v.isConstant() || (p != null && Codes.isDequantize(p) && Codes.isConstant(p))) {
            return true;
        }
        SymbolicShape s = v.tensorType() == null ? null : v.tensorType().shape();
        return s != null && s.rank() < 3;
    }
}
