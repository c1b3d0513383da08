package io.jquant.rewrite;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps float functions that are written in parts whole. ONNX Runtime makes one operator of x ·
 * sigmoid(x) and of GELU, but not where both parts read a dequantized tensor: it first gives each
 * of them a DequantizeLinear of its own, and then no longer sees that they read the same. A Sum of
 * one operand, read by both, stands in the way of that and changes no number.
 */
final class FloatFunctions {
    private FloatFunctions() {}

    static void join(Graph graph) {
        for (Node n : graph) {
            if (n.is("DequantizeLinear") && !n.input(0).isConstant()) {
                List<Use> parts = parts(n.output());
                if (!parts.isEmpty()) {
                    Value x = n.output();
                    String base = x.name() + "_function";
                    Value sum = graph.insert(n.next(), "Sum", base, new Attributes(), x);
                    sum.setType(x.type());
                    parts.forEach(u -> u.node().setInput(u.index(), sum));
                }
            }
        }
    }

    /** The two reads of a tensor by the parts of one function; empty when there is none. */
    private static List<Use> parts(Value x) {
        for (Use u : x.uses()) {
            Node product = null;
            Node first = u.node();
            if (first.is("Sigmoid")) {
                product = first.output().soleReader();
            } else if (first.is("Div") || first.is("Mul")) {
                product = gelu(first, x);
            }
            if (product != null && product.is("Mul")) {
                for (Use other : x.uses()) {
                    if (other.node() == product) {
                        return new ArrayList<>(List.of(u, other));
                    }
                }
            }
        }
        return List.of();
    }

    /** The product of x, or half of it, with 1 + erf(x / √2). */
    private static Node gelu(Node scaled, Value x) {
        Node erf = next(scaled, "Erf");
        Node one = erf == null ? null : next(erf, "Add");
        Node product = one == null ? null : next(one, "Mul");
        boolean constant = scaled.inputs().stream().anyMatch(v -> v != x && v.isConstant());
        if (product == null || !constant) {
            return null;
        }
        Value other = product.input(product.input(0) == one.output() ? 1 : 0);
        Node half = other.producer();
        return half != null && half.is("Mul") && half.inputs().contains(x) ? half : product;
    }

    private static Node next(Node n, String operator) {
        Node r = n.output().soleReader();
        return r != null && r.is(operator) ? r : null;
    }
}
