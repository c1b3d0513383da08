package io.jquant.calibrate;

import java.util.function.DoubleUnaryOperator;

/**
 * A function that flattens its input, so that errors in front of it count for little where it is
 * flat.
 *
 * @param name in lower case, as in {@code behind-silu}
 * @param within makes the function for a tensor
 */
public record Activation(String name, Within within) {
    /** The function for a tensor. */
    @FunctionalInterface
    public interface Within {
        DoubleUnaryOperator function(Statistics seen);
    }

    /** 1 / (1 + e^−x). */
    public static Activation sigmoid() {
        return new Activation("sigmoid", seen -> Activation::sigmoid);
    }

    /** x / (1 + e^−αx), also called Swish. */
    public static Activation silu(double alpha) {
        return new Activation("silu", seen -> x -> x * sigmoid(alpha * x));
    }

    /** max(0, min(1, αx + β)). */
    public static Activation hardSigmoid(double alpha, double beta) {
        return new Activation("hard-sigmoid", seen -> x -> hard(x, alpha, beta));
    }

    /** x · max(0, min(1, αx + β)). */
    public static Activation hardSwish(double alpha, double beta) {
        return new Activation("hard-swish", seen -> x -> x * hard(x, alpha, beta));
    }

    /**
     * Softmax. What e^x becomes depends on the row around it; for one element against a rest whose
     * sum is e^m it is 1 / (1 + e^(m − x)). Rows are not known here: m is the value that one
     * element in a hundred exceeds.
     */
    public static Activation softmax() {
        return new Activation(
                "softmax",
                seen -> {
                    double m = upperPercent(seen);
                    return x -> sigmoid(x - m);
                });
    }

    /** The value that one in a hundred exceeds; 0 where there are not so many positive ones. */
    private static double upperPercent(Statistics seen) {
        return seen.seen().max() <= 0
                ? seen.seen().max()
                : new GridError(seen).positive().thresholdFor(seen.finite() / 100.0);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double hard(double x, double alpha, double beta) {
        return Math.max(0, Math.min(1, alpha * x + beta));
    }
}
