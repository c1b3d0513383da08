package io.jquant.simd;

import static io.jquant.simd.Species.B;
import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.I;
import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Vector form of {@link CodeLoops}. As many bytes as a vector of 128 bits holds floats are no
 * vector: there the scalar form is used.
 */
final class VectorCodeLoops implements CodeLoops {
    private static final boolean NARROW = L < 8;

    private final CodeLoops scalar = new ScalarCodeLoops();

    /** How many of n elements are done in whole vectors. */
    private static int whole(int n) {
        return NARROW ? 0 : n - n % L;
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
        byte flip = (byte) (unsigned ? 0x80 : 0);
        float shift = unsigned ? zero - 128 : zero;
        int w = whole(n);
        for (int i = 0; i < w; i += L) {
            ByteVector b = ByteVector.fromArray(B, x, xOff + i);
            b = b.lanewise(VectorOperators.XOR, flip);
            FloatVector v = (FloatVector) b.convertShape(VectorOperators.B2F, F, 0);
            v.sub(all(shift)).mul(all(scale)).intoArray(y, yOff + i);
        }
        if (w < n && w > 0) { // the last vector does some elements again
            int i = n - L;
            dequantize(x, xOff + i, unsigned, zero, scale, y, yOff + i, L);
            return;
        }
        scalar.dequantize(x, xOff + w, unsigned, zero, scale, y, yOff + w, n - w);
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
        int w = whole(n);
        for (int i = 0; i < w; i += L) {
            FloatVector v = load(x, xOff + i).div(all(scale));
            VectorMath.storeCodes(v, low, high, zero, y, yOff + i);
        }
        if (w < n && w > 0) {
            quantize(x, xOff + n - L, scale, low, high, zero, y, yOff + n - L, L);
            return;
        }
        scalar.quantize(x, xOff + w, scale, low, high, zero, y, yOff + w, n - w);
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
        int w = biasStep == 0 || biasStep == factorStep ? whole(n) : 0;
        if (biasStep == 1 && w > 0) {
            for (int i = 0; i < w; i += L) {
                FloatVector v = load(x, xOff + i).add(load(bias, biasOff + i));
                v = v.mul(load(factor, factorOff + i)).add(all(shift));
                VectorMath.storeCodes(v, low, high, zero, y, yOff + i);
            }
        } else if (factorStep == 1 && w > 0) {
            float b = bias[biasOff];
            for (int i = 0; i < w; i += L) {
                FloatVector v = load(x, xOff + i).add(all(b));
                v = v.mul(load(factor, factorOff + i)).add(all(shift));
                VectorMath.storeCodes(v, low, high, zero, y, yOff + i);
            }
        } else if (w > 0) {
            float b = bias[biasOff];
            float f = factor[factorOff];
            for (int i = 0; i < w; i += L) {
                FloatVector v = load(x, xOff + i).add(all(b)).mul(all(f)).add(all(shift));
                VectorMath.storeCodes(v, low, high, zero, y, yOff + i);
            }
        }
        if (w < n && w > 0) {
            int i = n - L;
            requantize(
                    x,
                    xOff + i,
                    bias,
                    biasOff + i * biasStep,
                    biasStep,
                    factor,
                    factorOff + i * factorStep,
                    factorStep,
                    shift,
                    low,
                    high,
                    zero,
                    y,
                    yOff + i,
                    L);
            return;
        }
        scalar.requantize(
                x,
                xOff + w,
                bias,
                biasOff + w * biasStep,
                biasStep,
                factor,
                factorOff + w * factorStep,
                factorStep,
                shift,
                low,
                high,
                zero,
                y,
                yOff + w,
                n - w);
    }

    /** What a vector stores behind its row belongs to rows that are stored later. */
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
        int reach = (n + L - 1) / L * L;
        int whole = NARROW ? 0 : Math.min(rows, Math.max(0, (rows * n - reach) / Math.max(1, n)));
        float b = bias[biasOff];
        float f = factor[factorOff];
        for (int r = 0; r < whole; r++) {
            int from = xOff + r * xStride;
            int to = yOff + r * n;
            for (int i = 0; i < n; i += L) {
                FloatVector v = load(x, from + i).add(all(b)).mul(all(f)).add(all(0f));
                VectorMath.storeCodes(v, low, high, zero, y, to + i);
            }
        }
        for (int r = whole; r < rows; r++) {
            int from = xOff + r * xStride;
            int to = yOff + r * n;
            requantize(
                    x, from, bias, biasOff, 0, factor, factorOff, 0, 0f, low, high, zero, y, to, n);
        }
    }

    @Override
    public void toFloats(
            int[] x, int xOff, int[] bias, int biasOff, int biasStep, float[] y, int yOff, int n) {
        int w = n - n % L;
        if (biasStep == 1) {
            for (int i = 0; i < w; i += L) {
                IntVector b = IntVector.fromArray(I, bias, biasOff + i);
                VectorMath.floats(IntVector.fromArray(I, x, xOff + i).add(b))
                        .intoArray(y, yOff + i);
            }
        } else if (w > 0) {
            IntVector b = IntVector.broadcast(I, bias[biasOff]);
            for (int i = 0; i < w; i += L) {
                VectorMath.floats(IntVector.fromArray(I, x, xOff + i).add(b))
                        .intoArray(y, yOff + i);
            }
        }
        scalar.toFloats(x, xOff + w, bias, biasOff + w * biasStep, biasStep, y, yOff + w, n - w);
    }
}
