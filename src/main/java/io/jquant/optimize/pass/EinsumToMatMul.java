package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.operator.math.EinsumEquation;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Purpose;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an Einsum that multiplies matrices as MatMul.
 *
 * <pre>
 *   x[A,B,C] ─▶ Einsum(W[C,D,E]) {abc,cde-&gt;abde} ─▶ y
 *                          ⇓
 *   x ─▶ MatMul(W[C,D·E]) ─▶ Reshape(0,0,D,E) ─▶ y
 * </pre>
 *
 * <p>Runtimes have integer kernels for MatMul alone. Operands and result are transposed where their
 * axes stand in another order. The Add of a bias for each column comes before the Reshape.
 */
public final class EinsumToMatMul extends NodePass {
    public EinsumToMatMul() {
        super(
                new PassInfo(
                        "einsum-to-matmul",
                        "Writes an Einsum that multiplies matrices as MatMul.",
                        Exactness.ROUNDING,
                        Purpose.TARGET,
                        Stage.OPSET_13),
                "Einsum");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        MatrixProduct p = product(n, work);
        if (p == null) {
            return false;
        }
        Value left = n.input(p.swapped() ? 1 : 0);
        Value right = n.input(p.swapped() ? 0 : 1);
        left = arranged(n, "left", left, p.leftPerm(), p.leftShape());
        right = arranged(n, "right", right, p.rightPerm(), p.rightShape());
        if (p.resultShape() != null && p.resultPerm() == null) {
            Node add = biasAdd(n, p.columns(), work);
            if (add != null) {
                Value product = Rewrites.before(n, "MatMul", new Attributes(), left, right);
                Value bias = Match.other(add, n.output());
                Value row = reshaped(add, "bias", bias, new long[] {-1});
                Value sum = Rewrites.before(add, "Add", new Attributes(), product, row);
                Value shape = Ints.vector(add, "shape", p.resultShape());
                Rewrites.replace(add, "Reshape", new Attributes(), sum, shape);
                n.graph().removeNode(n);
                return true;
            }
        }
        if (p.resultShape() == null && p.resultPerm() == null) {
            Rewrites.replace(n, "MatMul", new Attributes(), left, right);
            return true;
        }
        Value product = Rewrites.before(n, "MatMul", new Attributes(), left, right);
        if (p.resultPerm() == null) {
            Value shape = Ints.vector(n, "shape", p.resultShape());
            Rewrites.replace(n, "Reshape", new Attributes(), product, shape);
            return true;
        }
        if (p.resultShape() != null) {
            product = reshaped(n, "shape", product, p.resultShape());
        }
        Rewrites.replace(n, "Transpose", perm(p.resultPerm()), product);
        return true;
    }

    /** The product that an Einsum is; null when it is none, or sizes that matter are not known. */
    private static MatrixProduct product(Node n, Workspace work) {
        if (n.inputs().size() != 2) {
            return null;
        }
        List<SymbolicShape> shapes = new ArrayList<>();
        for (Value v : n.inputs()) {
            SymbolicShape s = work.facts().shape(v);
            if (s == null || work.facts().elementType(v) != ElementType.FLOAT) {
                return null;
            }
            shapes.add(s);
        }
        int[] ranks = shapes.stream().mapToInt(SymbolicShape::rank).toArray();
        EinsumEquation equation =
                EinsumEquation.of(n.attributes().getString("equation", ""), ranks);
        boolean swapped = isBetterSwapped(n, equation);
        MatrixProduct p = MatrixProduct.of(equation, shapes, swapped);
        return p == null ? MatrixProduct.of(equation, shapes, !swapped) : p;
    }

    /** Weights are best on the right, else what has the last axis of the result. */
    private static boolean isBetterSwapped(Node n, EinsumEquation equation) {
        boolean firstIsConstant = n.input(0).isConstant();
        if (firstIsConstant != n.input(1).isConstant()) {
            return firstIsConstant;
        }
        List<String> out = equation.output();
        String last = out.isEmpty() ? "" : out.get(out.size() - 1);
        return equation.operands().get(0).contains(last)
                && !equation.operands().get(1).contains(last);
    }

    /** The Add that alone reads a product, of a constant for each of its last axes. */
    private static Node biasAdd(Node n, long[] columns, Workspace work) {
        Node add = Match.soleReader(n.output(), "Add");
        Value bias = add == null ? null : Match.other(add, n.output());
        if (bias == null || !work.isFloatConstant(bias)) {
            return null;
        }
        Tensor t = work.constant(bias);
        int outer = t.rank() - columns.length;
        if (outer < 0 || t.rank() > work.facts().rank(n.output())) {
            return null;
        }
        for (int i = 0; i < t.rank(); i++) {
            if (t.dim(i) != (i < outer ? 1 : columns[i - outer])) {
                return null;
            }
        }
        return add;
    }

    private static Value arranged(Node n, String what, Value v, long[] perm, long[] shape) {
        Value moved = perm == null ? v : Rewrites.before(n, "Transpose", perm(perm), v);
        return shape == null ? moved : reshaped(n, what, moved, shape);
    }

    private static Value reshaped(Node n, String what, Value v, long[] shape) {
        return Rewrites.before(n, "Reshape", new Attributes(), v, Ints.vector(n, what, shape));
    }

    private static Attributes perm(long... axes) {
        return Attributes.of(Attribute.of("perm", axes));
    }
}
