package io.jquant.operator.quant;

import io.jquant.operator.common.Chunks;
import io.jquant.operator.math.MatrixShapes;
import io.jquant.support.Workers;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Products of matrices of 8-bit codes, exact in 32 bits. */
public final class IntegerProduct {
    private IntegerProduct() {}

    /**
     * The sums of (a − a's zero point) · (b − b's zero point).
     *
     * @param aZero none, one for all, or one per row
     * @param bZero none, one for all, or one per column
     */
    public static int[] multiply(
            Workers workers, MatrixShapes s, Tensor a, Tensor aZero, Tensor b, Tensor bZero) {
        int m = s.m();
        int n = s.n();
        int k = s.k();
        int count = s.aOffs().length;
        float[] x = centered(a, aZero, m, k, true);
        float[] y = centered(b, bZero, k, n, false);
        int[] out = new int[Math.multiplyExact(Math.multiplyExact(count, m), n)];
        Chunks.forEach(
                workers,
                count * m,
                (long) n * k,
                (from, to) -> {
                    for (int r = from; r < to; r++) {
                        row(x, s.aOffs()[r / m] + r % m * k, y, s.bOffs()[r / m], n, k, out, r * n);
                    }
                });
        return out;
    }

    private static void row(
            float[] x, int xOff, float[] y, int yOff, int n, int k, int[] out, int to) {
        for (int p = 0; p < k; p++) {
            int v = (int) x[xOff + p];
            if (v != 0) {
                int from = yOff + p * n;
                for (int j = 0; j < n; j++) {
                    out[to + j] += v * (int) y[from + j];
                }
            }
        }
    }

    private static float[] centered(Tensor t, Tensor zero, int rows, int columns, boolean perRow) {
        float[] out = TensorNumbers.copyOfFloats(t);
        if (zero == null) {
            return out;
        }
        float[] z = TensorNumbers.floats(zero);
        int size = zero.size();
        int lines = perRow ? rows : columns;
        boolean vector = size > 1;
        if (vector && size % lines != 0) {
            throw new IllegalArgumentException(
                    "zero point " + zero.shape() + " does not fit " + t.shape());
        }
        for (int i = 0; i < out.length; i++) {
            int line = perRow ? i / columns : i % columns;
            // a stack of matrices may have zero points for each of them
            int matrix = i / (rows * columns) * lines;
            int at = !vector ? 0 : (size == lines ? line % lines : matrix + line % lines);
            out[i] -= z[at];
        }
        return out;
    }
}
