package io.jquant.rewrite;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.target.Target;
import io.jquant.target.Trait;

/**
 * Keeps layers float that are meant to be. ONNX Runtime quantizes the float weights of a layer that
 * stands between DequantizeLinear and QuantizeLinear, per tensor and unasked; a Sum of one operand
 * behind the layer, which its optimizer leaves alone, stops that and changes no number. The same
 * keeps float operators whose integer kernels are slow.
 */
final class FloatLayers {
    /** How many operators that only move or clamp values are looked through. */
    private static final int REACH = 16;

    private FloatLayers() {}

    static void protect(Graph graph, Target target) {
        for (Node n : graph) {
            if (target.has(Trait.QUANTIZES_FLOAT_WEIGHTS) && isFloatLayer(n)) {
                if (comesDequantized(n.input(0), 0) && becomesQuantized(n.output(), 0)) {
                    addSum(n);
                }
            } else if (target.has(Trait.SLOW_AVERAGE_AND_SOFTMAX)
                    && (n.is("AveragePool") || n.is("Softmax"))) {
                if (isDequantized(n.input(0)) && becomesQuantized(n.output(), 0)) {
                    addSum(n);
                }
            }
        }
    }

    private static boolean isFloatLayer(Node n) {
        Rule r = TfLiteSpec.of(n);
        return r != null && r.isHeavy() && Constants.isFloatConstant(n.input(1));
    }

    private static boolean isDequantized(Value v) {
        return v.producer() != null && v.producer().is("DequantizeLinear");
    }

    private static void addSum(Node n) {
        Value out = n.output();
        Value sum =
                n.graph()
                        .insert(n.next(), "Sum", out.name() + "_kept_float", new Attributes(), out);
        sum.setType(out.type());
        for (Use u : out.uses()) {
            if (u.node() != sum.producer()) {
                u.node().setInput(u.index(), sum);
            }
        }
    }

    private static boolean comesDequantized(Value v, int depth) {
        Node p = v.producer();
        return p != null
                && depth < REACH
                && (p.is("DequantizeLinear")
                        || (passes(p) && comesDequantized(p.input(0), depth + 1)));
    }

    private static boolean becomesQuantized(Value v, int depth) {
        for (Use u : v.uses()) {
            Node n = u.node();
            if (u.index() == 0
                    && depth < REACH
                    && (n.is("QuantizeLinear")
                            || (passes(n) && becomesQuantized(n.output(), depth + 1)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean passes(Node n) {
        Rule r = TfLiteSpec.of(n);
        return r != null
                && (r.isSameScale() || r.kind() == RuleKind.CLAMP)
                && n.input(0) != null
                && n.output(0) != null;
    }
}
