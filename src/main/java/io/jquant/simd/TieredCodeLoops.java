package io.jquant.simd;

/**
 * Scalar loops at first, vectors when much is to be done: compiling the vector form of these loops
 * costs a few tenths of a second, in which the scalar form does some hundred million codes. A job
 * that only compares a few samples ends before. Both forms give the same bits.
 */
final class TieredCodeLoops implements CodeLoops {
    /** Codes after which the vector form will have paid: a tenth of a second of the scalar form. */
    static final int SCALAR_CODES = 1 << 27;

    private final CodeLoops scalar;
    private final CodeLoops vector;

    /** Threads may overwrite each other's count: it decides about speed only. */
    private int left = SCALAR_CODES;

    TieredCodeLoops(CodeLoops scalar, CodeLoops vector) {
        this.scalar = scalar;
        this.vector = vector;
    }

    private CodeLoops loops(int codes) {
        int now = left;
        if (now <= 0) {
            return vector;
        }
        left = now - codes;
        return scalar;
    }

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
        loops(n).dequantize(x, xOff, unsigned, zero, scale, y, yOff, n);
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
        loops(n).quantize(x, xOff, scale, low, high, zero, y, yOff, n);
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
        loops(n).requantize(
                        x,
                        xOff,
                        bias,
                        biasOff,
                        biasStep,
                        factor,
                        factorOff,
                        factorStep,
                        shift,
                        low,
                        high,
                        zero,
                        y,
                        yOff,
                        n);
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
        loops(rows * n)
                .requantizeRows(
                        rows, n, x, xOff, xStride, bias, biasOff, factor, factorOff, low, high,
                        zero, y, yOff);
    }

    @Override
    public void toFloats(
            int[] x, int xOff, int[] bias, int biasOff, int biasStep, float[] y, int yOff, int n) {
        loops(n).toFloats(x, xOff, bias, biasOff, biasStep, y, yOff, n);
    }
}
