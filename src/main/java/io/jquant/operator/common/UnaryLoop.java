package io.jquant.operator.common;

import io.jquant.operator.Invocation;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Applies a function to every element of a tensor of any number type. */
public final class UnaryLoop {
    private UnaryLoop() {}

    /** From the first input to the first output, in place where that is possible. */
    public static void run(Invocation call, UnaryFunction f) {
        Tensor in = call.input(0);
        Tensor out = call.outputOver(0, 0, in.type(), in.shape());
        run(call.workers(), f, in, out);
    }

    /** From one tensor to another one of the same type and shape, which may share its array. */
    public static void run(Workers workers, UnaryFunction f, Tensor in, Tensor out) {
        ElementType type = in.type();
        int n = in.size();
        if (type == ElementType.DOUBLE) {
            double[] x = in.doubles();
            double[] y = out.doubles();
            Chunks.forEach(
                    workers,
                    n,
                    4,
                    (a, b) -> {
                        for (int i = a; i < b; i++) {
                            y[i] = f.real(x[i]);
                        }
                    });
        } else if (type.isFloatingPoint()) {
            float[] x = TensorNumbers.floats(in);
            float[] y = type == ElementType.FLOAT ? out.floats() : x;
            Chunks.forEach(workers, n, 1, (a, b) -> f.floats(x, a, y, a, b - a));
            if (type != ElementType.FLOAT) {
                TensorNumbers.store(y, out);
            }
        } else if (type.isInteger() || type == ElementType.BOOL) {
            long[] x = TensorNumbers.longs(in);
            long[] y = type.storage() == ElementType.Storage.LONGS ? out.longs() : x;
            for (int i = 0; i < n; i++) {
                y[i] = f.whole(x[i], type);
            }
            if (type.storage() != ElementType.Storage.LONGS) {
                TensorNumbers.store(y, out);
            }
        } else {
            throw new IllegalArgumentException("not defined for " + type);
        }
    }
}
