package io.jquant.rewrite;

import io.jquant.graph.Attributes;
import io.jquant.graph.CodeOperators;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A MatMul of more than two axes and the Add of its int32 bias on codes:
 *
 * <pre>
 *   DQ ─▶ MatMul ─▶ Add ─▶ Q        Reshape ─▶ QGemm ─▶ Reshape
 * </pre>
 *
 * QGemm takes matrices, so what has more axes becomes one, and its result gets them back: what ONNX
 * Runtime makes of the first form.
 */
final class ProductOfRows {
    private ProductOfRows() {}

    /**
     * Rewrites a product where it is of this kind.
     *
     * @param n the MatMul
     * @param a what dequantizes its first operand
     * @param b what dequantizes its second operand
     * @return was it?
     */
    static boolean rewrite(Node n, Node a, Node b) {
        Node add = n.output().soleReader();
        if (add == null || !add.is("Add") || add.graph() != n.graph()) {
            return false;
        }
        Value row = add.input(add.input(0) == n.output() ? 1 : 0);
        Node q = add.output().soleReader();
        SymbolicShape from = Facts.shape(n.input(0));
        if (!isBias(QOperatorForm.dequantizer(row))
                || q == null
                || !q.is("QuantizeLinear")
                || from == null
                || !from.isKnown()
                || Facts.rank(n.input(1)) != 2) {
            return false;
        }
        write(n, a, b, add, q, from.shape());
        return true;
    }

    private static boolean isBias(Node dq) {
        Tensor codes = dq == null ? null : dq.input(0).constant();
        return codes != null && codes.type() == ElementType.INT32 && codes.rank() == 1;
    }

    private static void write(Node n, Node a, Node b, Node add, Node q, Shape from) {
        Graph graph = n.graph();
        Value bias = add.input(add.input(0) == n.output() ? 1 : 0).producer().input(0);
        Value out = q.output();
        long columns = bias.constant().size();
        Value rows = reshaped(q, a.input(0), out.name() + "_rows", -1, from.longDim(-1));
        List<Value> in = new ArrayList<>(a.inputs());
        in.set(0, rows);
        in.addAll(b.inputs());
        in.addAll(List.of(bias, q.input(1), q.input(2)));
        Value product = graph.addFreshValue(out.name() + "_product", null);
        graph.insertNode(
                q, n.name(), CodeOperators.DOMAIN, "QGemm", new Attributes(), in, List.of(product));
        Value result =
                reshaped(q, product, out.name() + "_result", from.withDim(-1, columns).toArray());
        Node last = result.producer();
        graph.moveOutput(out, last, 0);
        graph.removeValue(result);
        for (Node old : List.of(q, add, n)) {
            graph.removeNode(old);
        }
    }

    private static Value reshaped(Node before, Value v, String base, long... sizes) {
        Graph graph = before.graph();
        Value to = graph.addInitializer(base + "_sizes", Tensor.of(Shape.of(sizes.length), sizes));
        return graph.insert(before, "Reshape", base, new Attributes(), v, to);
    }
}
