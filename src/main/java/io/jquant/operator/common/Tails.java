package io.jquant.operator.common;

import io.jquant.kernel.Activation;
import io.jquant.kernel.Ending;
import io.jquant.operator.FusedTail;

/** Fused element-wise work in the kernels' terms. */
public final class Tails {
    private Tails() {}

    /** The activation at the end; {@link Activation#NONE} where there is none. */
    public static Activation activation(FusedTail tail) {
        if (tail == null || tail.activation() == null) {
            return Activation.NONE;
        }
        FusedTail.Activation a = tail.activation();
        if (a instanceof FusedTail.Relu) {
            return Activation.RELU;
        }
        if (a instanceof FusedTail.Clip c) {
            return Activation.clip(c.low(), c.high());
        }
        if (a instanceof FusedTail.LeakyRelu l) {
            return Activation.leakyRelu(l.slope());
        }
        return a instanceof FusedTail.Sigmoid ? Activation.SIGMOID : Activation.SILU;
    }

    /** The end of sums whose rows (channels of a convolution) have a bias. */
    public static Ending perRow(float[] bias, FusedTail tail) {
        return withResidual(Ending.perRow(bias, activation(tail)), tail);
    }

    /** The end of sums whose columns have a bias. */
    public static Ending perColumn(float[] bias, FusedTail tail) {
        return withResidual(Ending.perColumn(bias, activation(tail)), tail);
    }

    private static Ending withResidual(Ending ending, FusedTail tail) {
        return tail == null || tail.residual() == null
                ? ending
                : ending.withResidual(tail.residual().floats(), 0);
    }
}
