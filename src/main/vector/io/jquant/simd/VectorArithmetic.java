package io.jquant.simd;

import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.FloatVector;

/** Vector form of {@link Arithmetic}. */
final class VectorArithmetic implements Arithmetic {
    @Override
    public void apply(
            Binary op,
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        int w = n - n % L;
        switch (op) {
            case ADD -> BinaryLoops.add(a, aOff, aStep, b, bOff, bStep, y, yOff, w);
            case SUB -> BinaryLoops.sub(a, aOff, aStep, b, bOff, bStep, y, yOff, w);
            case MUL -> BinaryLoops.mul(a, aOff, aStep, b, bOff, bStep, y, yOff, w);
            case DIV -> BinaryLoops.div(a, aOff, aStep, b, bOff, bStep, y, yOff, w);
            case MIN -> BinaryLoops.min(a, aOff, aStep, b, bOff, bStep, y, yOff, w);
            case MAX -> BinaryLoops.max(a, aOff, aStep, b, bOff, bStep, y, yOff, w);
            case PRELU -> BinaryLoops.prelu(a, aOff, aStep, b, bOff, bStep, y, yOff, w);
        }
        ScalarArithmetic.run(
                op, a, aOff + w * aStep, aStep, b, bOff + w * bStep, bStep, y, yOff + w, n - w);
    }

    @Override
    public void affine(float[] x, int xOff, float scale, float shift, float[] y, int yOff, int n) {
        int w = n - n % L;
        for (int i = 0; i < w; i += L) {
            load(x, xOff + i).fma(all(scale), all(shift)).intoArray(y, yOff + i);
        }
        for (int i = w; i < n; i++) {
            y[yOff + i] = Fma.fma(x[xOff + i], scale, shift);
        }
    }

    @Override
    public void normalize(
            float[] x,
            int xOff,
            float mean,
            float factor,
            float[] scale,
            int scaleOff,
            float[] shift,
            int shiftOff,
            float[] y,
            int yOff,
            int n) {
        int w = n - n % L;
        for (int i = 0; i < w; i += L) {
            FloatVector v = load(x, xOff + i).sub(all(mean)).mul(all(factor));
            v.fma(load(scale, scaleOff + i), load(shift, shiftOff + i)).intoArray(y, yOff + i);
        }
        for (int i = w; i < n; i++) {
            float v = (x[xOff + i] - mean) * factor;
            y[yOff + i] = Fma.fma(v, scale[scaleOff + i], shift[shiftOff + i]);
        }
    }

    @Override
    public void finish(
            float[] x,
            int xOff,
            float[] bias,
            int biasOff,
            int biasStep,
            float[] residual,
            int residualOff,
            float low,
            float high,
            float[] y,
            int yOff,
            int n) {
        // Rows of output planes are short: the lanes that do not fill a vector go through a half
        // and
        // a quarter of one before the scalar rest.
        int i = n - n % L;
        FinishLoops.whole(
                x, xOff, bias, biasOff, biasStep, residual, residualOff, low, high, y, yOff, i);
        i +=
                FinishLoops.part(
                        x,
                        xOff + i,
                        bias,
                        biasOff + i * biasStep,
                        biasStep,
                        residual,
                        residualOff + i,
                        low,
                        high,
                        y,
                        yOff + i,
                        n - i);
        for (; i < n; i++) {
            float v = x[xOff + i] + bias[biasOff + i * biasStep];
            if (residual != null) {
                v += residual[residualOff + i];
            }
            v = v < low ? low : v;
            y[yOff + i] = v > high ? high : v;
        }
    }
}
