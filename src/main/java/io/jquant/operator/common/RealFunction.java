package io.jquant.operator.common;

import io.jquant.kernel.FloatLoop;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of real numbers with a kernel for floats.
 *
 * @param exact for doubles
 * @param loop for floats
 */
public record RealFunction(DoubleUnaryOperator exact, FloatLoop loop) implements UnaryFunction {
    @Override
    public double real(double x) {
        return exact.applyAsDouble(x);
    }

    @Override
    public void floats(float[] x, int xOff, float[] y, int yOff, int n) {
        loop.run(x, xOff, y, yOff, n);
    }
}
