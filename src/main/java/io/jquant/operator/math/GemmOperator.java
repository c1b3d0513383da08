package io.jquant.operator.math;

import io.jquant.kernel.Ending;
import io.jquant.kernel.Gemm;
import io.jquant.kernel.PackedRight;
import io.jquant.operator.FusedTail;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.Broadcast;
import io.jquant.operator.common.Tails;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/** Gemm: alpha · A · B + beta · C, where A and B may be transposed and C is broadcast. */
public final class GemmOperator implements Operator {
    private static boolean turns(NodeView node, String attribute) {
        return node.attributes().getBoolean(attribute, false);
    }

    @Override
    public void infer(Inference node) {
        SymbolicShape a = node.shape(0);
        SymbolicShape b = node.shape(1);
        if ((a != null && a.rank() != 2) || (b != null && b.rank() != 2)) {
            throw new IllegalArgumentException(a + " and " + b + " are not both matrices");
        }
        boolean turnA = turns(node, "transA");
        boolean turnB = turns(node, "transB");
        Dimension m = a == null ? Dimension.UNKNOWN : a.dim(turnA ? 1 : 0);
        Dimension n = b == null ? Dimension.UNKNOWN : b.dim(turnB ? 0 : 1);
        if (a != null && b != null) {
            Dimension left = a.dim(turnA ? 0 : 1);
            Dimension right = b.dim(turnB ? 1 : 0);
            if (left.isKnown() && right.isKnown() && !left.equals(right)) {
                throw new IllegalArgumentException(
                        "matrices " + a + " and " + b + " do not multiply");
            }
        }
        SymbolicShape result = new SymbolicShape(List.of(m, n));
        checkBias(node.shape(2), result);
        node.output(0, node.elementType(0), result);
    }

    /** C is spread over the result, which it does not change in shape. */
    private static void checkBias(SymbolicShape c, SymbolicShape result) {
        boolean fits = c == null || c.rank() <= 2;
        for (int i = 1; c != null && fits && i <= c.rank(); i++) {
            Dimension mine = c.dim(-i);
            Dimension its = result.dim(-i);
            fits = !mine.isKnown() || mine.size() == 1 || !its.isKnown() || mine.equals(its);
        }
        if (!fits) {
            throw new IllegalArgumentException("C of shape " + c + " does not spread to " + result);
        }
    }

    @Override
    public Object prepare(Preparation node) {
        Tensor b = node.constant(1);
        if (b == null || b.type() != ElementType.FLOAT || b.rank() != 2 || b.size() == 0) {
            return null;
        }
        int columns = b.dim(1);
        return turns(node, "transB")
                ? PackedRight.of(columns, b.dim(0), b.floats(), 0, 1, columns)
                : PackedRight.of(b.dim(0), columns, b.floats(), 0, columns, 1);
    }

    @Override
    public boolean fuses(FusedTail.Activation activation) {
        return true;
    }

    @Override
    public boolean fusesResidual() {
        return true;
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor b = call.input(1);
        boolean turnA = turns(call, "transA");
        boolean turnB = turns(call, "transB");
        if (a.rank() != 2 || b.rank() != 2) {
            throw new IllegalArgumentException(
                    a.shape() + " and " + b.shape() + " are not both matrices");
        }
        int m = a.dim(turnA ? 1 : 0);
        int k = a.dim(turnA ? 0 : 1);
        int n = b.dim(turnB ? 0 : 1);
        if (b.dim(turnB ? 1 : 0) != k) {
            throw new IllegalArgumentException(
                    "matrices " + a.shape() + " and " + b.shape() + " do not multiply");
        }
        Tensor out = call.output(0, a.type(), Shape.of(m, n));
        if (a.type() != ElementType.FLOAT) {
            plain(call, a, turnA, b, turnB, k, out);
            return;
        }
        Ending ending = ending(call, m, n);
        int rowA = turnA ? 1 : k;
        int columnA = turnA ? m : 1;
        if (call.prepared() instanceof PackedRight packed) {
            Gemm.multiply(
                    m,
                    a.floats(),
                    0,
                    rowA,
                    columnA,
                    packed,
                    out.floats(),
                    0,
                    n,
                    ending,
                    call.workers());
        } else {
            Gemm.multiply(
                    m,
                    n,
                    k,
                    a.floats(),
                    0,
                    rowA,
                    columnA,
                    b.floats(),
                    0,
                    turnB ? 1 : n,
                    turnB ? k : 1,
                    out.floats(),
                    0,
                    n,
                    ending,
                    call.workers());
        }
    }

    /** C as a bias of columns or rows where it is one, else written out and added. */
    private static Ending ending(Invocation call, int m, int n) {
        float alpha = call.attributes().getFloat("alpha", 1);
        float beta = call.attributes().getFloat("beta", 1);
        FusedTail tail = call.tail();
        Tensor c = call.optional(2);
        Ending end;
        if (c == null || beta == 0) {
            end = Tails.perColumn(null, tail);
        } else {
            Shape cs = c.shape();
            Broadcast.under(Shape.of(m, n), cs); // refuses a C that does not fit
            boolean oneRow = cs.rank() < 2 || cs.dim(0) == 1;
            if (oneRow && c.size() == n) {
                end = Tails.perColumn(scaled(c, beta), tail);
            } else if (cs.rank() == 2 && c.size() == m) {
                end = Tails.perRow(scaled(c, beta), tail);
            } else {
                float[] full = full(c, m, n, beta);
                if (tail != null && tail.residual() != null) {
                    float[] residual = tail.residual().floats();
                    for (int i = 0; i < full.length; i++) {
                        full[i] += residual[i];
                    }
                }
                end = Ending.perColumn(null, Tails.activation(tail)).withResidual(full, 0);
            }
        }
        return alpha == 1 ? end : end.withScale(alpha);
    }

    private static float[] scaled(Tensor c, float beta) {
        if (beta == 1) {
            return c.floats();
        }
        float[] out = TensorNumbers.copyOfFloats(c);
        for (int i = 0; i < out.length; i++) {
            out[i] *= beta;
        }
        return out;
    }

    private static float[] full(Tensor c, int m, int n, float beta) {
        float[] from = c.floats();
        float[] out = new float[m * n];
        int rows = c.rank() == 2 ? c.dim(0) : 1;
        int columns = c.rank() == 0 ? 1 : c.dim(-1);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = (rows == 1 ? 0 : i) * columns + (columns == 1 ? 0 : j);
                out[i * n + j] = beta * from[at];
            }
        }
        return out;
    }

    /** Other element types, in double or long. */
    private static void plain(
            Invocation call, Tensor a, boolean turnA, Tensor b, boolean turnB, int k, Tensor out) {
        int m = out.dim(0);
        int n = out.dim(1);
        Tensor c = call.optional(2);
        int rows = c != null && c.rank() == 2 ? c.dim(0) : 1;
        int columns = c == null || c.rank() == 0 ? 1 : c.dim(-1);
        float alpha = call.attributes().getFloat("alpha", 1);
        float beta = call.attributes().getFloat("beta", 1);
        boolean real = out.type().isFloatingPoint();
        double[] x = real ? TensorNumbers.doubles(a) : null;
        double[] y = real ? TensorNumbers.doubles(b) : null;
        double[] sums = new double[real ? m * n : 0];
        long[] wholes = new long[real ? 0 : m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                long whole = 0;
                for (int p = 0; p < k; p++) {
                    int u = turnA ? p * m + i : i * k + p;
                    int v = turnB ? j * k + p : p * n + j;
                    if (real) {
                        sum += x[u] * y[v];
                    } else {
                        whole += a.longAt(u) * b.longAt(v);
                    }
                }
                int at = (rows == 1 ? 0 : i) * columns + (columns == 1 ? 0 : j);
                if (real) {
                    sums[i * n + j] =
                            alpha * sum + (c == null ? 0 : beta * TensorNumbers.doubleAt(c, at));
                } else {
                    wholes[i * n + j] =
                            ((long) alpha) * whole + (c == null ? 0 : ((long) beta) * c.longAt(at));
                }
            }
        }
        if (real) {
            TensorNumbers.store(sums, out);
        } else {
            TensorNumbers.store(wholes, out);
        }
    }
}
