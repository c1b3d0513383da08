package io.jquant.kernel;

import io.jquant.simd.Arithmetic;
import io.jquant.simd.CodeLoops;
import io.jquant.simd.Simd;
import java.util.Arrays;

/**
 * Sums and products of two runs of 8-bit codes, each with scale and zero point, as codes: the
 * roundings of ONNX Runtime's QLinearAdd and QLinearMul on x86-64. Objects are immutable.
 */
public final class CodeArithmetic {
    private static final Arithmetic ARITHMETIC = Simd.get().arithmetic();
    private static final CodeLoops LOOPS = CodeLoops.get();

    /** Elements at a time: what is between stays in the nearest cache. */
    private static final int BLOCK = 1024;

    private final boolean sum;
    private final boolean unsigned;
    private final Grid a;
    private final Grid b;
    private final float aFactor;
    private final float bFactor;
    private final float shift;

    /** Scale and zero point. */
    public record Grid(float scale, int zero) {}

    private CodeArithmetic(
            boolean sum,
            boolean unsigned,
            Grid a,
            Grid b,
            float aFactor,
            float bFactor,
            float shift) {
        this.sum = sum;
        this.unsigned = unsigned;
        this.a = a;
        this.b = b;
        this.aFactor = aFactor;
        this.bFactor = bFactor;
        this.shift = shift;
    }

    /**
     * Sums: {@code round(a · rA + (b · rB + shift))}, the inner and the outer rounded once each.
     */
    public static CodeArithmetic add(boolean unsigned, Grid a, Grid b, Grid y) {
        float aRatio = a.scale / y.scale;
        float bRatio = b.scale / y.scale;
        float shift = y.zero - Math.fma(a.zero, aRatio, bRatio * b.zero);
        return new CodeArithmetic(true, unsigned, a, b, aRatio, bRatio, shift);
    }

    /** Products: {@code round((a − zero) · (b − zero) · factor + zero)}, each step rounded. */
    public static CodeArithmetic multiply(boolean unsigned, Grid a, Grid b, Grid y) {
        float factor = a.scale * b.scale / y.scale;
        return new CodeArithmetic(false, unsigned, a, b, factor, 1f, y.zero);
    }

    /** A run; a step is 1, or 0 for the same code each time. */
    public void run(
            byte[] x,
            int xOff,
            int xStep,
            byte[] z,
            int zOff,
            int zStep,
            byte[] y,
            int yOff,
            int n) {
        Scratch scratch = Scratch.ofThread();
        float[] left = scratch.left.atLeast(BLOCK);
        float[] right = scratch.right.atLeast(BLOCK);
        float[] result = scratch.result.atLeast(BLOCK);
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            int leftCount = xStep == 0 ? 1 : count;
            int rightCount = zStep == 0 ? 1 : count;
            int at = xOff + i * xStep;
            int to = zOff + i * zStep;
            LOOPS.dequantize(x, at, unsigned, sum ? 0 : a.zero, 1f, left, 0, leftCount);
            LOOPS.dequantize(z, to, unsigned, sum ? 0 : b.zero, 1f, right, 0, rightCount);
            if (sum) {
                add(left, xStep, right, zStep, result, count, scratch.tile.atLeast(BLOCK));
                ByteCodes.round(result, 0, 1f, 0f, unsigned, y, yOff + i, count);
            } else {
                Pairwise.multiply(left, 0, xStep, right, 0, zStep, result, 0, count);
                ByteCodes.round(result, 0, aFactor, shift, unsigned, y, yOff + i, count);
            }
        }
    }

    /** A code that is the same each time is added to the constant part first. */
    private void add(
            float[] x, int xStep, float[] z, int zStep, float[] y, int n, float[] factors) {
        if (xStep == 0) {
            ARITHMETIC.affine(z, 0, bFactor, Math.fma(x[0], aFactor, shift), y, 0, n);
        } else if (zStep == 0) {
            ARITHMETIC.affine(x, 0, aFactor, Math.fma(z[0], bFactor, shift), y, 0, n);
        } else {
            ARITHMETIC.affine(z, 0, bFactor, shift, y, 0, n);
            Arrays.fill(factors, 0, n, aFactor);
            ARITHMETIC.normalize(x, 0, 0f, 1f, factors, 0, y, 0, y, 0, n);
        }
    }
}
