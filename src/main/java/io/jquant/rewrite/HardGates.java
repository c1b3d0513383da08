package io.jquant.rewrite;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/**
 * Computes HardSigmoid, and the gate of HardSwish, by reading codes in another way. With codes q of
 * x = s · (q − z), the line αx + ½ is (αs) · (q − (z − n)), where n = ½ / (αs): the same codes with
 * another scale and zero point. Cutting it to [0, 1] is a Clip of codes, and HardSwish then a
 * product of codes, which has an integer kernel. Exact where n is a whole number; scales are chosen
 * so that it is.
 */
final class HardGates {
    /** With fewer codes below the gate's middle a scale would change by more than 2 %. */
    private static final int LEAST = 25;

    /** As far as float scales can tell. */
    private static final double WHOLE = 1e-4;

    private HardGates() {}

    // ---- scales

    /**
     * Parameters with which the operators that read a value can read codes as gates: a scale that
     * differs a little; the given ones where there is no such operator or nothing comes of it.
     */
    static QuantParams fit(Value v, QuantParams p, Range range, Target target) {
        if (!target.has(Trait.SLOW_HARD_SWISH) || range == null) {
            return p;
        }
        for (Use u : v.uses()) {
            double alpha = u.index() == 0 ? slope(u.node()) : 0;
            double codes = alpha > 0 ? Math.rint(0.5 / (alpha * p.scale())) : 0;
            if (codes >= LEAST && codes < QuantParams.HIGHEST - QuantParams.LOWEST) {
                float scale = (float) (0.5 / (alpha * codes));
                QuantParams q = new QuantParams(scale, p.zeroPoint() == 0 ? 0 : zero(range, scale));
                return q.zeroPoint() - codes >= QuantParams.LOWEST ? q : p;
            }
        }
        return p;
    }

    private static int zero(Range range, float scale) {
        double zero = Math.rint(QuantParams.LOWEST - range.withZero().min() / (double) scale);
        return (int) Math.min(QuantParams.HIGHEST, zero);
    }

    /** The slope α of a gate with its middle at 0; 0 where the node is none. */
    private static double slope(Node n) {
        if (!n.domain().isEmpty()) {
            return 0;
        }
        if (n.is("HardSwish")) {
            return 1 / 6d;
        }
        boolean gate = n.is("HardSigmoid") && n.attributes().getFloat("beta", 0.5f) == 0.5f;
        return gate ? n.attributes().getFloat("alpha", 0.2f) : 0;
    }

    // ---- nodes

    /** Changes a graph that was emitted with pairs, if the target asks for it. */
    static void apply(Graph graph, Target target) {
        if (!target.has(Trait.SLOW_HARD_SWISH)) {
            return;
        }
        for (Node n : graph.nodes()) {
            double alpha = slope(n);
            Node d = alpha > 0 ? n.input(0).producer() : null;
            if (d != null && d.graph() == graph && isDequantize(d)) {
                rewrite(n, d, alpha);
            }
        }
    }

    private static boolean isDequantize(Node d) {
        return d.is("DequantizeLinear")
                && !d.input(0).isConstant()
                && WideWeights.isScalar(d.input(1))
                && d.input(2) != null
                && d.input(2).isConstant();
    }

    private static void rewrite(Node n, Node d, double alpha) {
        Tensor zeroPoint = d.input(2).constant();
        float scale = d.input(1).constant().floats()[0];
        boolean signed = zeroPoint.type() == ElementType.INT8;
        int lowest = signed ? Byte.MIN_VALUE : 0;
        int zero = Math.toIntExact(zeroPoint.longAt(0));
        double exact = 0.5 / (alpha * scale);
        int codes = (int) Math.min(Short.MAX_VALUE, Math.rint(exact));
        boolean whole = Math.abs(exact - codes) <= WHOLE * exact && codes >= LEAST;
        if (!whole || zero - codes < lowest || !(signed || zeroPoint.type() == ElementType.UINT8)) {
            return;
        }
        Graph g = n.graph();
        Value y = n.output();
        if (n.is("HardSwish")) {
            if (isQuantized(y)) {
                Value gate = gate(n, d, zero - codes, codes);
                Value product = g.insert(n, "Mul", y.name(), new Attributes(), d.output(), gate);
                product.setType(y.type());
                replace(y, product);
            }
        } else if (!y.isGraphOutput()) {
            replace(y, gate(n, d, zero - codes, codes));
        }
    }

    /** The codes cut to those of 0 to 1, and what they stand for. */
    private static Value gate(Node before, Node d, int low, int codes) {
        Graph g = before.graph();
        ElementType type = d.input(2).constant().type();
        int highest = type == ElementType.INT8 ? Byte.MAX_VALUE : 255;
        String base = before.output().name() + "_gate";
        Value zero = code(g, base + "_zero_point", type, low);
        Value one = code(g, base + "_one", type, Math.min(highest, low + 2 * codes));
        Value scale = g.addInitializer(base + "_scale", Tensor.scalar((float) (0.5 / codes)));
        Attributes none = new Attributes();
        Value cut = g.insert(before, "Clip", base, none, d.input(0), zero, one);
        cut.setType(d.input(0).type());
        Value gate = g.insert(before, "DequantizeLinear", base, new Attributes(), cut, scale, zero);
        gate.setType(d.output().type());
        return gate;
    }

    private static Value code(Graph g, String name, ElementType type, int value) {
        return g.addInitializer(name, Tensor.of(type, Shape.SCALAR, new byte[] {(byte) value}));
    }

    /** Do all that read it want codes? */
    private static boolean isQuantized(Value v) {
        return !v.isGraphOutput()
                && v.useCount() > 0
                && v.uses().stream().allMatch(u -> u.node().is("QuantizeLinear"));
    }

    private static void replace(Value old, Value by) {
        Graph g = old.graph();
        Node n = old.producer();
        Node d = n.input(0).producer();
        g.replaceAllUses(old, by);
        g.removeNode(n);
        if (d.output().useCount() == 0 && !d.output().isGraphOutput()) {
            g.removeNode(d);
        }
    }
}
