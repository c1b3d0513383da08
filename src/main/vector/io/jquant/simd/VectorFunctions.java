package io.jquant.simd;

/** Vector form of {@link Functions}: whole vectors, then the scalar form for what is left. */
final class VectorFunctions implements Functions {
    @Override
    public void apply(Unary f, float p, float q, float[] x, int xOff, float[] y, int yOff, int n) {
        int whole = n - n % Species.L;
        if (whole > 0) {
            vectors(f, p, q, x, xOff, y, yOff, whole);
        }
        ScalarFunctions.run(f, p, q, x, xOff + whole, y, yOff + whole, n - whole);
    }

    private static void vectors(
            Unary f, float p, float q, float[] x, int xOff, float[] y, int yOff, int n) {
        switch (f) {
            case ABS -> PieceLoops.abs(x, xOff, y, yOff, n);
            case NEG -> PieceLoops.negate(x, xOff, y, yOff, n);
            case FLOOR -> PieceLoops.floor(x, xOff, y, yOff, n);
            case CEIL -> PieceLoops.ceil(x, xOff, y, yOff, n);
            case ROUND -> PieceLoops.round(x, xOff, y, yOff, n);
            case SQRT -> PieceLoops.sqrt(x, xOff, y, yOff, n);
            case RECIPROCAL -> PieceLoops.reciprocal(x, xOff, y, yOff, n);
            case EXP -> SmoothLoops.exp(x, xOff, y, yOff, n);
            case LOG -> SmoothLoops.log(x, xOff, y, yOff, n);
            case TANH -> SmoothLoops.tanh(x, xOff, y, yOff, n);
            case SIGMOID -> SmoothLoops.sigmoid(x, xOff, y, yOff, n);
            case ERF -> ChainLoops.erf(x, xOff, y, yOff, n);
            case SOFTPLUS -> ChainLoops.softplus(x, xOff, y, yOff, n);
            case SOFTSIGN -> PieceLoops.softsign(x, xOff, y, yOff, n);
            case SILU -> SmoothLoops.silu(x, xOff, y, yOff, n);
            case MISH -> SmoothLoops.mish(x, xOff, y, yOff, n);
            case GELU -> ChainLoops.gelu(x, xOff, y, yOff, n);
            case GELU_TANH -> SmoothLoops.geluTanh(x, xOff, y, yOff, n);
            case RELU -> PieceLoops.clip(0f, Float.POSITIVE_INFINITY, x, xOff, y, yOff, n);
            case LEAKY_RELU -> PieceLoops.leakyRelu(p, x, xOff, y, yOff, n);
            case CLIP -> PieceLoops.clip(p, q, x, xOff, y, yOff, n);
            case ELU -> PieceLoops.elu(p, x, xOff, y, yOff, n);
            case SELU -> PieceLoops.selu(p, q, x, xOff, y, yOff, n);
            case CELU -> PieceLoops.celu(p, x, xOff, y, yOff, n);
            case HARD_SIGMOID -> PieceLoops.hardSigmoid(p, q, x, xOff, y, yOff, n);
            case HARD_SWISH -> PieceLoops.hardSwish(x, xOff, y, yOff, n);
        }
    }
}
