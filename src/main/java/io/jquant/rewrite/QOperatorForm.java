package io.jquant.rewrite;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.CodeOperators;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a model with QuantizeLinear and DequantizeLinear pairs into one whose operators compute on
 * codes themselves: QLinearConv and QLinearMatMul of ONNX, and what ONNX Runtime defines besides.
 * An operator with no such form stays float between its pairs.
 */
public final class QOperatorForm {
    private final Graph graph;
    private final long opset;
    private boolean contrib;

    private QOperatorForm(Graph graph, long opset) {
        this.graph = graph;
        this.opset = opset;
    }

    /** Changes an emitted model in place. */
    public static void apply(Model model) {
        for (Graph g : PlannedGraphs.of(model)) {
            QOperatorForm form = new QOperatorForm(g, model.opset());
            form.rewrite();
            if (form.contrib) {
                model.opsets().put(CodeOperators.DOMAIN, 1L);
            }
        }
    }

    private void rewrite() {
        for (Node n : graph) {
            if (n.isAttached() && n.domain().isEmpty()) {
                rewrite(n);
            }
        }
        dropUnread();
    }

    private void rewrite(Node n) {
        String op = n.opType();
        switch (op) {
            case "Conv" -> conv(n);
            case "Gemm" -> gemm(n);
            case "MatMul" -> matMul(n);
            case "Concat" -> concat(n);
            default -> {
                if (CodeOperators.binary(op) != null) {
                    binary(n);
                } else if (CodeOperators.unary(op) != null) {
                    unary(n);
                } else if (CodeOperators.moves(op) || op.equals("Identity")) {
                    move(n);
                }
            }
        }
    }

    // ---- heavy operators

    private void conv(Node n) {
        Node x = dequantizer(n.input(0));
        Node w = dequantizer(n.input(1));
        Node b = dequantizer(n.input(2));
        Tail tail = Tail.of(n);
        if (x == null || w == null || tail == null || (n.input(2) != null && b == null)) {
            return;
        }
        List<Value> in = new ArrayList<>(x.inputs());
        in.addAll(w.inputs());
        in.addAll(tail.parameters());
        if (b != null) {
            in.add(b.input(0));
        }
        replace(n, tail, "", "QLinearConv", n.attributes(), in);
    }

    private void gemm(Node n) {
        Node a = dequantizer(n.input(0));
        Node b = dequantizer(n.input(1));
        Node c = dequantizer(n.input(2));
        if (a == null || b == null || (n.input(2) != null && c == null)) {
            return;
        }
        Tail tail = Tail.of(n);
        List<Value> in = new ArrayList<>(a.inputs());
        in.addAll(b.inputs());
        in.add(c == null ? null : c.input(0));
        if (tail != null) {
            in.addAll(tail.parameters());
        }
        replace(n, tail, CodeOperators.DOMAIN, "QGemm", n.attributes(), trimmed(in));
    }

    private void matMul(Node n) {
        Node a = dequantizer(n.input(0));
        Node b = dequantizer(n.input(1));
        if (a == null || b == null) {
            return;
        }
        if (ProductOfRows.rewrite(n, a, b)) {
            contrib = true;
            return;
        }
        Tail tail = Tail.of(n);
        if (tail != null) {
            List<Value> in = new ArrayList<>(a.inputs());
            in.addAll(b.inputs());
            in.addAll(tail.parameters());
            replace(n, tail, "", "QLinearMatMul", new Attributes(), in);
        } else {
            List<Value> in =
                    List.of(a.input(0), b.input(0), a.input(1), b.input(1), a.input(2), b.input(2));
            replace(n, null, CodeOperators.DOMAIN, "MatMulIntegerToFloat", new Attributes(), in);
        }
    }

    // ---- others

    private void binary(Node n) {
        Node a = dequantizer(n.input(0));
        Node b = dequantizer(n.input(1));
        Tail tail = Tail.of(n);
        if (a != null && b != null && tail != null && areByteActivations(a, b, tail.quantizer)) {
            List<Value> in = new ArrayList<>(a.inputs());
            in.addAll(b.inputs());
            in.addAll(tail.parameters());
            replace(
                    n,
                    tail,
                    CodeOperators.DOMAIN,
                    CodeOperators.binary(n.opType()),
                    new Attributes(),
                    in);
        }
    }

    private void unary(Node n) {
        Node x = dequantizer(n.input(0));
        Tail tail = Tail.of(n);
        if (x == null || tail == null || !areByteActivations(x, tail.quantizer)) {
            return;
        }
        List<Value> in = new ArrayList<>(x.inputs());
        in.addAll(tail.parameters());
        Attributes at = new Attributes();
        n.attributes().all().forEach(at::set);
        if (n.is("Softmax")) {
            at.set(Attribute.of("opset", opset));
        }
        replace(n, tail, CodeOperators.DOMAIN, CodeOperators.unary(n.opType()), at, in);
    }

    private void concat(Node n) {
        Tail tail = Tail.of(n);
        if (tail == null) {
            return;
        }
        List<Value> in = new ArrayList<>(tail.parameters());
        for (Value v : n.inputs()) {
            Node d = dequantizer(v);
            if (d == null || !areByteActivations(d, tail.quantizer)) {
                return;
            }
            in.addAll(d.inputs());
        }
        replace(n, tail, CodeOperators.DOMAIN, CodeOperators.CONCAT, n.attributes(), in);
    }

    /** The operator itself on codes, where quantization behind it gives the same codes back. */
    private void move(Node n) {
        Node d = dequantizer(n.input(0));
        if (d == null) {
            return;
        }
        List<Node> quantizers = new ArrayList<>();
        for (Value out : n.outputs()) {
            Node q = out == null ? null : out.soleReader();
            if (q == null || !q.is("QuantizeLinear") || !sameParameters(d, q)) {
                return;
            }
            quantizers.add(q);
        }
        n.setInput(0, d.input(0));
        for (int i = 0; i < quantizers.size(); i++) {
            Node q = quantizers.get(i);
            Value real = n.output(i);
            Value codes = q.output(0);
            q.setInput(0, d.input(0)); // lets go of the real numbers
            graph.moveOutput(codes, n, i);
            graph.removeValue(real);
            graph.removeNode(q);
        }
    }

    /** Does quantization behind dequantization give the same codes? */
    static boolean sameParameters(Node d, Node q) {
        return same(d.input(1), q.input(1)) && same(d.input(2), q.input(2));
    }

    private static boolean same(Value a, Value b) {
        return a == b
                || (a != null
                        && b != null
                        && a.isConstant()
                        && b.isConstant()
                        && a.constant().type() == b.constant().type()
                        && a.constant().size() == 1
                        && b.constant().size() == 1
                        && bits(a) == bits(b));
    }

    private static int bits(Value v) {
        return v.constant().type() == ElementType.FLOAT
                ? Float.floatToIntBits(v.constant().floats()[0])
                : v.constant().bytes()[0];
    }

    // ---- shared

    /** The node that dequantizes an operand, with its zero point; else null. */
    static Node dequantizer(Value v) {
        Node p = v == null ? null : v.producer();
        if (p == null || !p.is("DequantizeLinear") || p.graph() != v.graph()) {
            return null;
        }
        boolean bias = p.inputs().size() == 2;
        return bias || p.inputs().size() == 3 ? p : null;
    }

    private static boolean areByteActivations(Node... nodes) {
        return Arrays.stream(nodes)
                .allMatch(n -> n.inputs().size() == 3 && n.input(1).constant().size() == 1);
    }

    /** What is left out at the end is not written. */
    private static List<Value> trimmed(List<Value> in) {
        int n = in.size();
        while (n > 0 && in.get(n - 1) == null) {
            n--;
        }
        return in.subList(0, n);
    }

    /** The quantization behind a node, and the clamps that it takes over. */
    private record Tail(Node quantizer, List<Node> clamps) {
        static Tail of(Node n) {
            List<Node> clamps = new ArrayList<>();
            Value v = n.output(0);
            for (Node next = v.soleReader(); next != null; next = v.soleReader()) {
                if (next.is("QuantizeLinear") && next.input(0) == v) {
                    Tail t = new Tail(next, clamps);
                    return t.takesOver() ? t : null;
                }
                if (ClampBounds.of(next, v) == null || next.graph() != n.graph()) {
                    return null;
                }
                clamps.add(next);
                v = next.output(0);
            }
            return null;
        }

        private boolean takesOver() {
            float scale = quantizer.input(1).constant().floats()[0];
            byte zero = quantizer.input(2).constant().bytes()[0];
            boolean unsigned = quantizer.input(2).constant().type() == ElementType.UINT8;
            int z = unsigned ? zero & 0xff : zero;
            int lowest = unsigned ? 0 : -128;
            for (Node c : clamps) {
                ClampBounds b = ClampBounds.of(c, c.input(0));
                boolean holds =
                        scale * (lowest - z) >= b.low() && scale * (lowest + 255 - z) <= b.high();
                if (!holds) {
                    return false;
                }
            }
            return true;
        }

        List<Value> parameters() {
            return List.of(quantizer.input(1), quantizer.input(2));
        }
    }

    /** Puts another node in the place of one and, unless null, of the quantization behind it. */
    private void replace(
            Node n, Tail tail, String domain, String op, Attributes at, List<Value> inputs) {
        Node place = tail == null ? n : tail.quantizer;
        Value out = place.output(0);
        Node made =
                graph.insertNode(
                        place,
                        n.name(),
                        domain,
                        op,
                        at,
                        inputs,
                        new ArrayList<>(Arrays.asList((Value) null)));
        graph.moveOutput(out, made, 0);
        if (tail != null) {
            graph.removeNode(tail.quantizer);
            for (int i = tail.clamps.size() - 1; i >= 0; i--) {
                List<Value> bounds = new ArrayList<>(tail.clamps.get(i).inputs());
                graph.removeNode(tail.clamps.get(i));
                bounds.stream().skip(1).forEach(Constants::dropUnread);
            }
        }
        graph.removeNode(n);
        contrib |= !domain.isEmpty();
    }

    private void dropUnread() {
        for (Node n : graph) {
            if (n.is("DequantizeLinear")
                    && n.output(0).useCount() == 0
                    && !n.output(0).isGraphOutput()) {
                List<Value> inputs = new ArrayList<>(n.inputs());
                graph.removeNode(n);
                inputs.forEach(Constants::dropUnread);
            }
        }
    }
}
