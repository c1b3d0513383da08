package io.jquant.simd;

import static io.jquant.simd.Fma.fma;

/** Scalar form of {@link Arithmetic}. */
final class ScalarArithmetic implements Arithmetic {
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
        run(op, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    static void run(
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
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = a[aOff + i * aStep] + b[bOff + i * bStep];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = a[aOff + i * aStep] - b[bOff + i * bStep];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = a[aOff + i * aStep] * b[bOff + i * bStep];
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = a[aOff + i * aStep] / b[bOff + i * bStep];
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = Math.min(a[aOff + i * aStep], b[bOff + i * bStep]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = Math.max(a[aOff + i * aStep], b[bOff + i * bStep]);
                }
            }
            case PRELU -> {
                for (int i = 0; i < n; i++) {
                    float v = a[aOff + i * aStep];
                    float s = b[bOff + i * bStep];
                    y[yOff + i] = v < 0 ? v * s : v;
                }
            }
        }
    }

    @Override
    public void affine(float[] x, int xOff, float scale, float shift, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = fma(x[xOff + i], scale, shift);
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
        for (int i = 0; i < n; i++) {
            float v = (x[xOff + i] - mean) * factor;
            y[yOff + i] = fma(v, scale[scaleOff + i], shift[shiftOff + i]);
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
        for (int i = 0; i < n; i++) {
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
        for (int r = 0; r < rows; r++) {
            finishRow(x, xOff + r * xStride, bias, low, high, y, yOff + r * yStride, n);
        }
    }

    static void finishRow(
            float[] x, int xOff, float bias, float low, float high, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xOff + i] + bias;
            v = v < low ? low : v;
            y[yOff + i] = v > high ? high : v;
        }
    }
}
