package io.jquant.rewrite;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Brings matrix products into the one form that integer kernels have: Gemm with alpha = beta = 1
 * and a bias of one number per output. Factors go into constants, a product of matrices becomes a
 * Gemm together with the Add of its bias, and a third operand that is no such bias becomes an Add
 * of its own. Tensors that remain keep their names.
 */
final class LinearForms {
    private final Graph graph;

    private LinearForms(Graph graph) {
        this.graph = graph;
    }

    static void apply(Graph graph) {
        LinearForms forms = new LinearForms(graph);
        for (Node n : graph) {
            if (n.isAttached() && n.is("MatMul")) {
                forms.matMul(n);
            } else if (n.isAttached() && n.is("Gemm")) {
                forms.gemm(n);
            }
        }
    }

    // ---- MatMul

    private void matMul(Node n) {
        Value a = n.input(0);
        Value b = n.input(1);
        if (Facts.rank(a) != 2 || Facts.rank(b) != 2) {
            return;
        }
        Value out = n.output();
        Node add = out.soleReader();
        Value bias = add == null ? null : vectorAddedBy(add, out, columns(b, false));
        String name = n.name();
        graphReplace(n, bias == null ? n : add, name, a, b, bias);
    }

    /** The constant vector, one number per column, that an Add puts on a product; else null. */
    private static Value vectorAddedBy(Node add, Value product, long columns) {
        if (!add.is("Add") || add.graph() != product.graph()) {
            return null;
        }
        Value c = add.input(add.input(0) == product ? 1 : 0);
        return isVector(c, columns) && c.constant().rank() <= 2 ? c : null;
    }

    private void graphReplace(Node n, Node last, String name, Value a, Value b, Value bias) {
        Value result = last.output();
        Node gemm =
                graph.insertNode(
                        n,
                        name,
                        "",
                        "Gemm",
                        new Attributes(),
                        List.of(a, b),
                        Arrays.asList((Value) null));
        if (bias != null) {
            gemm.setInput(2, bias);
        }
        graph.moveOutput(result, gemm, 0);
        if (last != n) {
            graph.removeNode(last);
        }
        graph.removeNode(n);
        if (bias != null) {
            asVector(gemm);
        }
    }

    // ---- Gemm

    private void gemm(Node n) {
        Attributes at = n.attributes();
        float beta = at.getFloat("beta", 1);
        Value c = n.input(2);
        if (c != null && beta == 0) {
            n.truncateInputs(2);
            Constants.dropUnread(c);
            c = null;
        }
        if (c != null && beta != 1 && Constants.isFloatConstant(c)) {
            scale(n, 2, beta);
            c = n.input(2);
        } else if (c != null && beta != 1) {
            Value factor = graph.addInitializer(c.name() + "_factor", Tensor.scalar(beta));
            n.setInput(
                    2, graph.insert(n, "Mul", c.name() + "_scaled", new Attributes(), c, factor));
            n.input(2).setType(c.type());
            c = n.input(2);
        }
        at.remove("beta");
        float alpha = at.getFloat("alpha", 1);
        int constant = Constants.isFloatConstant(n.input(1)) ? 1 : 0;
        if (alpha != 1 && Constants.isFloatConstant(n.input(constant))) {
            scale(n, constant, alpha);
            at.remove("alpha");
        } else if (alpha == 1) {
            at.remove("alpha");
        }
        if (c != null) {
            long columns = columns(n.input(1), at.getBoolean("transB", false));
            if (isVector(c, columns)) {
                asVector(n);
            } else {
                splitBias(n, c);
            }
        }
    }

    private void scale(Node n, int input, float factor) {
        Value old = n.input(input);
        Tensor t = old.constant();
        float[] scaled = new float[t.size()];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = t.floats()[i] * factor;
        }
        n.setInput(
                input, graph.addInitializer(old.name() + "_scaled", Tensor.of(t.shape(), scaled)));
        Constants.dropUnread(old);
    }

    /** The Gemm's bias as a tensor of rank 1 with one number per column. */
    private void asVector(Node gemm) {
        Value old = gemm.input(2);
        Tensor t = old.constant();
        long columns = columns(gemm.input(1), gemm.attributes().getBoolean("transB", false));
        int n = Math.toIntExact(columns < 0 ? t.size() : columns);
        if (t.rank() == 1 && t.size() == n) {
            return;
        }
        float[] row = t.floats();
        float[] wide = new float[n];
        for (int i = 0; i < n; i++) {
            wide[i] = row[t.size() == 1 ? 0 : i];
        }
        gemm.setInput(
                2, graph.addInitializer(old.name() + "_vector", Tensor.of(Shape.of(n), wide)));
        Constants.dropUnread(old);
    }

    /** Moves a third operand that is no constant vector into an Add behind the Gemm. */
    private void splitBias(Node n, Value c) {
        Value out = n.output();
        Value product = graph.addFreshValue(out.name() + "_product", out.type());
        n.truncateInputs(2);
        Node add =
                graph.insertNode(
                        n.next(),
                        n.name().isEmpty() ? "" : n.name() + "/bias",
                        "",
                        "Add",
                        new Attributes(),
                        List.of(product, c),
                        Arrays.asList((Value) null));
        graph.moveOutput(out, add, 0);
        graph.moveOutput(product, n, 0);
    }

    // ---- shapes

    /** A constant that gives each column one number, or all columns the same. */
    private static boolean isVector(Value c, long columns) {
        if (!Constants.isFloatConstant(c)) {
            return false;
        }
        Tensor t = c.constant();
        if (t.size() == 0) {
            return false;
        }
        boolean row =
                t.rank() >= 1 && t.size() == t.dim(-1) && (columns < 0 || t.size() == columns);
        return (row && (t.size() > 1 || columns == 1)) || (t.size() == 1 && columns > 0);
    }

    /** The number of columns of a product's second operand, or -1 when it is not known. */
    private static long columns(Value b, boolean transposed) {
        if (b.constant() != null) {
            return b.constant().rank() == 2 ? b.constant().dim(transposed ? 0 : 1) : -1;
        }
        SymbolicShape s = Facts.shape(b);
        return s == null || s.rank() != 2 ? -1 : s.size(transposed ? 0 : 1);
    }
}
