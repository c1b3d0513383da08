package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * Orders the weights of a Gemm or MatMul by what was flattened before a Transpose.
 *
 * <pre>
 *   x[N,C,H,W] ─▶ Transpose {0,2,3,1} ─▶ Reshape(N, H·W·C) ─▶ Gemm(W) ─▶ y
 *                          ⇓
 *   x ─▶ Reshape(N, C·H·W) ─▶ Gemm(W') ─▶ y
 * </pre>
 */
public final class TransposeIntoWeights extends NodePass {
    public TransposeIntoWeights() {
        super(
                new PassInfo(
                        "transpose-into-weights",
                        "Orders the weights of a Gemm or MatMul by what was flattened before a Transpose.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "Gemm",
                "MatMul");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node view = n.input(0) == null ? null : n.input(0).producer();
        boolean flattens =
                view != null
                        && (view.is("Reshape")
                                || (view.is("Flatten") && view.attributes().getInt("axis", 1) == 1))
                        && view.graph() == n.graph()
                        && view.output().soleReader() == n
                        && work.facts().rank(view.output()) == 2;
        Node t = flattens ? Match.inner(view.input(0), "Transpose") : null;
        if (t == null || !work.isFloatConstant(n.input(1)) || isTransposed(n)) {
            return false;
        }
        SymbolicShape from = work.facts().shape(t.input(0));
        SymbolicShape to = work.facts().shape(view.output());
        long[] perm = from == null ? null : MergeTransposes.permutation(t, from.rank());
        Tensor w = work.constant(n.input(1));
        if (perm == null || perm[0] != 0 || to == null || w.rank() != 2) {
            return false;
        }
        boolean rowsAreOutputs = n.is("Gemm") && n.attributes().getBoolean("transB", false);
        int inputs = w.dim(rowsAreOutputs ? 1 : 0);
        int[] order = order(from, perm, inputs);
        if (order == null || to.size(1) != inputs || !from.dim(0).equals(to.dim(0))) {
            return false;
        }
        double[] old = Doubles.of(w);
        double[] moved = new double[old.length];
        int outputs = w.dim(rowsAreOutputs ? 0 : 1);
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                int at = rowsAreOutputs ? o * inputs + order[i] : order[i] * outputs + o;
                int was = rowsAreOutputs ? o * inputs + i : i * outputs + o;
                moved[at] = old[was];
            }
        }
        Shape shape = w.shape();
        Rewrites.setConstant(n, 1, Doubles.tensor(w.type(), shape, moved), "weight");
        Value x = t.input(0);
        view.setInput(0, x);
        if (view.is("Reshape")) {
            view.setInput(1, Ints.vector(view, "shape", 0, inputs));
            view.attributes().remove("allowzero");
        }
        t.graph().removeNode(t);
        return true;
    }

    private static boolean isTransposed(Node n) {
        return n.is("Gemm") && n.attributes().getBoolean("transA", false);
    }

    /** Where the element that was flattened to a place behind the Transpose lies without it. */
    private static int[] order(SymbolicShape from, long[] perm, int count) {
        int rank = perm.length;
        long[] strides = new long[rank];
        long stride = 1;
        for (int i = rank - 1; i >= 1; i--) {
            if (from.size(i) < 1 || stride > count) {
                return null;
            }
            strides[i] = stride;
            stride *= from.size(i);
        }
        if (stride != count) {
            return null;
        }
        int[] out = new int[count];
        long[] at = new long[rank];
        for (int i = 0; i < count; i++) {
            long place = 0;
            for (int k = 1; k < rank; k++) {
                place += at[k] * strides[(int) perm[k]];
            }
            out[i] = (int) place;
            for (int k = rank - 1; k >= 1 && ++at[k] == from.size((int) perm[k]); k--) {
                at[k] = 0;
            }
        }
        return out;
    }
}
