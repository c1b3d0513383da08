package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Purpose;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * Makes a Gemm of a MatMul of many rows and the Add of its bias, where the Reshapes that this takes
 * are there already or shared.
 *
 * <pre>
 *   x[1,6,16] ─┬▶ MatMul(Wq) ─▶ Add(bq) ─▶ Reshape(1,6,2,8) ─▶
 *              └▶ MatMul(Wk) ─▶ Add(bk) ─▶ Reshape(1,6,2,8) ─▶
 *                          ⇓
 *   x ─▶ Reshape(6,16) ─┬▶ Gemm(Wq, bq) ─▶ Reshape(1,6,2,8) ─▶
 *                       └▶ Gemm(Wk, bk) ─▶ Reshape(1,6,2,8) ─▶
 * </pre>
 */
public final class BatchedMatMulToGemm extends NodePass {
    /** Readers of one value that are looked at for each of them. */
    private static final int MOST_READERS = 16;

    public BatchedMatMulToGemm() {
        super(
                new PassInfo(
                        "batched-matmul-to-gemm",
                        "Makes a Gemm of a MatMul of many rows and the Add of its bias, where the Reshapes "
                                + "that this takes are there already or shared.",
                        Exactness.ROUNDING,
                        Purpose.FEWER_NODES,
                        Stage.OPSET_13),
                "MatMul");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Value x = n.input(0);
        Node add = biasAdd(n, work);
        if (add == null || !(isBehindView(x) || siblings(x, work) > 1 || isFlattened(x))) {
            return false;
        }
        long[] target = target(work.facts().shape(add.output()));
        if (target == null) {
            return false;
        }
        Tensor w = work.constant(n.input(1));
        Value rows =
                Rewrites.before(
                        n, "Reshape", new Attributes(), x, Ints.vector(n, "rows", -1, w.dim(0)));
        Value bias = Match.other(add, n.output());
        Value product = Rewrites.before(n, "Gemm", new Attributes(), rows, n.input(1), bias);
        Rewrites.replace(
                add, "Reshape", new Attributes(), product, Ints.vector(add, "shape", target));
        n.graph().removeNode(n);
        return true;
    }

    private static boolean isBehindView(Value x) {
        return Views.isView(x.producer()) && x.soleReader() != null;
    }

    /** Has one of several such products been rewritten already? */
    private static boolean isFlattened(Value x) {
        if (x.useCount() <= MOST_READERS) {
            for (Use u : x.uses()) {
                Value shape = u.node().is("Reshape") ? u.node().input(1) : null;
                if (shape != null
                        && shape.constant() != null
                        && shape.constant().size() == 2
                        && shape.constant().longAt(0) == -1) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int siblings(Value x, Workspace work) {
        int count = 0;
        if (x.useCount() <= MOST_READERS) {
            for (Use u : x.uses()) {
                count += u.index() == 0 && biasAdd(u.node(), work) != null ? 1 : 0;
            }
        }
        return count;
    }

    /** The Add of a bias row behind a MatMul of rank 3 or more, whose result is only reshaped. */
    private static Node biasAdd(Node n, Workspace work) {
        if (!n.is("MatMul")
                || work.facts().rank(n.input(0)) < 3
                || !work.isFloatConstant(n.input(1))
                || work.constant(n.input(1)).rank() != 2) {
            return null;
        }
        Node add = Match.soleReader(n.output(), "Add");
        Value bias = add == null ? null : Match.other(add, n.output());
        if (bias == null || !work.isFloatConstant(bias) || work.constant(bias).rank() != 1) {
            return null;
        }
        int columns = work.constant(n.input(1)).dim(1);
        Node reader = add.output().soleReader();
        boolean reshaped = Views.isView(reader) && reader.graph() == n.graph();
        return reshaped && work.constant(bias).size() == columns ? add : null;
    }

    /** The sizes, with -1 for the only open one; null when there are more, or empty ones. */
    private static long[] target(SymbolicShape s) {
        if (s == null) {
            return null;
        }
        long[] out = new long[s.rank()];
        int open = 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = s.size(i);
            open += out[i] < 0 ? 1 : 0;
            if (out[i] == 0) {
                return null;
            }
        }
        return open <= 1 ? out : null;
    }
}
