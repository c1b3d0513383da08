package io.jquant.operator.common;

import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Applies a function to two tensors of any number type under their common shape. */
public final class BinaryLoop {
    private BinaryLoop() {}

    /**
     * Writes f(a, b).
     *
     * @param a of the output's type
     * @param b of any number type; integers are only joined with integers
     * @param shared the operands under the output's shape
     */
    public static void run(
            Workers workers, BinaryFunction f, Tensor a, Tensor b, Broadcast shared, Tensor out) {
        ElementType type = out.type();
        int as = shared.step(0);
        int bs = shared.step(1);
        if (type == ElementType.FLOAT) {
            float[] y = out.floats();
            float[] x = TensorNumbers.floats(a);
            float[] z = TensorNumbers.floats(b);
            shared.forEach(workers, (at, o, n) -> f.floats(x, at[0], as, z, at[1], bs, y, o, n));
        } else if (type == ElementType.DOUBLE) {
            double[] x = TensorNumbers.doubles(a);
            double[] z = TensorNumbers.doubles(b);
            double[] y = out.doubles();
            shared.forEach(
                    workers,
                    (at, o, n) -> {
                        for (int i = 0; i < n; i++) {
                            y[o + i] = f.real(x[at[0] + i * as], z[at[1] + i * bs]);
                        }
                    });
        } else if (type.isFloatingPoint()) {
            float[] x = TensorNumbers.floats(a);
            float[] z = TensorNumbers.floats(b);
            float[] y = new float[out.size()];
            shared.forEach(workers, (at, o, n) -> f.floats(x, at[0], as, z, at[1], bs, y, o, n));
            TensorNumbers.store(y, out);
        } else if (type.isInteger() && b.type().isFloatingPoint()) {
            mixed(workers, f, a, b, shared, out);
        } else if (type.isInteger()) {
            long[] x = TensorNumbers.longs(a);
            long[] z = TensorNumbers.longs(b);
            boolean direct = type.storage() == ElementType.Storage.LONGS;
            long[] y = direct ? out.longs() : new long[out.size()];
            shared.forEach(
                    workers,
                    (at, o, n) -> {
                        for (int i = 0; i < n; i++) {
                            y[o + i] = f.whole(x[at[0] + i * as], z[at[1] + i * bs], type);
                        }
                    });
            if (!direct) {
                TensorNumbers.store(y, out);
            }
        } else {
            throw new IllegalArgumentException("not defined for " + type);
        }
    }

    /** Integers with real numbers, as in an integer power with a real exponent. */
    private static void mixed(
            Workers workers, BinaryFunction f, Tensor a, Tensor b, Broadcast shared, Tensor out) {
        double[] x = TensorNumbers.doubles(a);
        double[] z = TensorNumbers.doubles(b);
        long[] y = new long[out.size()];
        int as = shared.step(0);
        int bs = shared.step(1);
        shared.forEach(
                workers,
                (at, o, n) -> {
                    for (int i = 0; i < n; i++) {
                        y[o + i] =
                                Conversion.whole(
                                        f.real(x[at[0] + i * as], z[at[1] + i * bs]), out.type());
                    }
                });
        TensorNumbers.store(y, out);
    }
}
