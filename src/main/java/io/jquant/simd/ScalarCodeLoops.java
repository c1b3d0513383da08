package io.jquant.simd;

/** Scalar form of {@link CodeLoops}. */
final class ScalarCodeLoops implements CodeLoops {
    /**
     * Added to a float below 2^22, it leaves the nearest whole number, ties to even, in the lowest
     * bits.
     */
    static final float ROUNDER = 0x1.8p23f;

    @Override
    public void dequantize(
            byte[] x,
            int xOff,
            boolean unsigned,
            int zero,
            float scale,
            float[] y,
            int yOff,
            int n) {
        // an unsigned code less 128 is the signed number of the byte with its sign bit turned
        int flip = unsigned ? 0x80 : 0;
        int shift = unsigned ? zero - 128 : zero;
        for (int i = 0; i < n; i++) {
            y[yOff + i] = ((byte) (x[xOff + i] ^ flip) - shift) * scale;
        }
    }

    @Override
    public void quantize(
            float[] x,
            int xOff,
            float scale,
            float low,
            float high,
            int zero,
            byte[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = code(x[xOff + i] / scale, low, high, zero);
        }
    }

    private static byte code(float ratio, float low, float high, int zero) {
        float v = ratio > low ? ratio : low;
        v = v < high ? v : high;
        return (byte) (Float.floatToRawIntBits(v + ROUNDER) + zero);
    }

    @Override
    public void requantize(
            float[] x,
            int xOff,
            float[] bias,
            int biasOff,
            int biasStep,
            float[] factor,
            int factorOff,
            int factorStep,
            float shift,
            float low,
            float high,
            int zero,
            byte[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i++) {
            float sum = x[xOff + i] + bias[biasOff + i * biasStep];
            float v = sum * factor[factorOff + i * factorStep] + shift;
            y[yOff + i] = code(v, low, high, zero);
        }
    }

    @Override
    public void requantizeRows(
            int rows,
            int n,
            float[] x,
            int xOff,
            int xStride,
            float[] bias,
            int biasOff,
            float[] factor,
            int factorOff,
            float low,
            float high,
            int zero,
            byte[] y,
            int yOff) {
        for (int r = 0; r < rows; r++) {
            int from = xOff + r * xStride;
            int to = yOff + r * n;
            requantize(
                    x, from, bias, biasOff, 0, factor, factorOff, 0, 0f, low, high, zero, y, to, n);
        }
    }

    @Override
    public void toFloats(
            int[] x, int xOff, int[] bias, int biasOff, int biasStep, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = x[xOff + i] + bias[biasOff + i * biasStep];
        }
    }
}
