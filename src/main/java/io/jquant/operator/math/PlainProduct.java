package io.jquant.operator.math;

import io.jquant.operator.common.Chunks;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Products of matrices of doubles or integers, for which there is no fast kernel. */
final class PlainProduct {
    private PlainProduct() {}

    /**
     * Products i = 0, 1, … of an m × k by a k × n matrix, which begin at {@code aOffs[i]} and
     * {@code bOffs[i]}; the results follow each other.
     */
    static void batch(
            Workers workers,
            int m,
            int n,
            int k,
            Tensor a,
            int[] aOffs,
            Tensor b,
            int[] bOffs,
            Tensor out) {
        if (out.type() == ElementType.DOUBLE) {
            double[] x = a.doubles();
            double[] y = b.doubles();
            double[] z = out.doubles();
            Chunks.forEach(
                    workers,
                    aOffs.length * m,
                    (long) n * k,
                    (from, to) -> {
                        for (int r = from; r < to; r++) {
                            int p = aOffs[r / m] + r % m * k;
                            int q = bOffs[r / m];
                            for (int j = 0; j < n; j++) {
                                double sum = 0;
                                for (int i = 0; i < k; i++) {
                                    sum += x[p + i] * y[q + i * n + j];
                                }
                                z[r * n + j] = sum;
                            }
                        }
                    });
            return;
        }
        long[] x = TensorNumbers.longs(a);
        long[] y = TensorNumbers.longs(b);
        long[] z = new long[out.size()];
        Chunks.forEach(
                workers,
                aOffs.length * m,
                (long) n * k,
                (from, to) -> {
                    for (int r = from; r < to; r++) {
                        int p = aOffs[r / m] + r % m * k;
                        int q = bOffs[r / m];
                        for (int j = 0; j < n; j++) {
                            long sum = 0;
                            for (int i = 0; i < k; i++) {
                                sum += x[p + i] * y[q + i * n + j];
                            }
                            z[r * n + j] = sum;
                        }
                    }
                });
        TensorNumbers.store(z, out);
    }
}
