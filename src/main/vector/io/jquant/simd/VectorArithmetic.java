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
        if (aStep == 1 && bStep == 1) {
            switch (op) {
                case ADD -> BinaryLoops.add(a, aOff, b, bOff, y, yOff, w);
                case SUB -> BinaryLoops.sub(a, aOff, b, bOff, y, yOff, w);
                case MUL -> BinaryLoops.mul(a, aOff, b, bOff, y, yOff, w);
                case DIV -> BinaryLoops.div(a, aOff, b, bOff, y, yOff, w);
                case MIN -> BinaryLoops.min(a, aOff, b, bOff, y, yOff, w);
                case MAX -> BinaryLoops.max(a, aOff, b, bOff, y, yOff, w);
                case PRELU -> BinaryLoops.prelu(a, aOff, b, bOff, y, yOff, w);
            }
        } else if (aStep == 1) {
            withValue(op, a, aOff, b[bOff], y, yOff, w);
        } else if (bStep == 1) {
            w = fromValue(op, a[aOff], b, bOff, y, yOff, w);
        } else {
            w = 0;
        }
        ScalarArithmetic.run(
                op, a, aOff + w * aStep, aStep, b, bOff + w * bStep, bStep, y, yOff + w, n - w);
    }

    /** y = op(a, b); a - b is a + -b, bit by bit. */
    private static void withValue(
            Binary op, float[] a, int aOff, float b, float[] y, int yOff, int w) {
        switch (op) {
            case ADD -> BinaryLoops.add(a, aOff, b, y, yOff, w);
            case SUB -> BinaryLoops.add(a, aOff, -b, y, yOff, w);
            case MUL -> BinaryLoops.mul(a, aOff, b, y, yOff, w);
            case DIV -> BinaryLoops.div(a, aOff, b, y, yOff, w);
            case MIN -> BinaryLoops.min(a, aOff, b, y, yOff, w);
            case MAX -> BinaryLoops.max(a, aOff, b, y, yOff, w);
            case PRELU -> PieceLoops.leakyRelu(b, a, aOff, y, yOff, w);
        }
    }

    /** y = op(a, b); tells how many elements were done. */
    private static int fromValue(
            Binary op, float a, float[] b, int bOff, float[] y, int yOff, int w) {
        switch (op) {
            case ADD -> BinaryLoops.add(b, bOff, a, y, yOff, w);
            case SUB -> BinaryLoops.subFrom(b, bOff, a, y, yOff, w);
            case MUL -> BinaryLoops.mul(b, bOff, a, y, yOff, w);
            case DIV -> BinaryLoops.divInto(b, bOff, a, y, yOff, w);
            case MIN -> BinaryLoops.min(b, bOff, a, y, yOff, w);
            case MAX -> BinaryLoops.max(b, bOff, a, y, yOff, w);
            case PRELU -> {
                return 0;
            }
        }
        return w;
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
        if (n == 0) {
            return; // a bias may be missing too
        }
        int i = 0;
        if (residual != null) {
            i = n - n % L;
            if (biasStep == 0) {
                FinishLoops.add(
                        x, xOff, bias[biasOff], residual, residualOff, low, high, y, yOff, i);
            } else {
                FinishLoops.add(
                        x, xOff, bias, biasOff, residual, residualOff, low, high, y, yOff, i);
            }
        } else if (biasStep == 1) {
            i = n - n % L;
            FinishLoops.bias(x, xOff, bias, biasOff, low, high, y, yOff, i);
        } else {
            i = FinishLoops.bias(x, xOff, bias[biasOff], low, high, y, yOff, n);
        }
        for (; i < n; i++) {
            float v = x[xOff + i] + bias[biasOff + i * biasStep];
            if (residual != null) {
                v += residual[residualOff + i];
            }
            v = v < low ? low : v;
            y[yOff + i] = v > high ? high : v;
        }
    }

    @Override
    public void finishRows(
            int rows,
            int n,
            float[] x,
            int xOff,
            int xStride,
            float bias,
            float low,
            float high,
            float[] y,
            int yOff,
            int yStride) {
        int r = 0;
        if (n < L && yStride == n) {
            r = FinishLoops.shortRows(rows, n, x, xOff, xStride, bias, low, high, y, yOff, yStride);
        }
        for (; r < rows; r++) {
            int from = xOff + r * xStride;
            int to = yOff + r * yStride;
            int i = FinishLoops.bias(x, from, bias, low, high, y, to, n);
            ScalarArithmetic.finishRow(x, from + i, bias, low, high, y, to + i, n - i);
        }
    }
}
