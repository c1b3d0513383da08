package io.jquant.simd;

import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.I;
import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vector form of {@link CodeLoops}. As many bytes as a vector of 128 bits holds floats are no
 * vector: there the scalar form is used.
 */
final class VectorCodeLoops implements CodeLoops {
    private static final boolean NARROW = L < 8;
    private static final VectorSpecies<Byte> B =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, L * Byte.SIZE)));

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
            store(v, low, high, zero, y, yOff + i);
        }
        scalar.quantize(x, xOff + w, scale, low, high, zero, y, yOff + w, n - w);
    }

    private static void store(
            FloatVector ratio, float low, float high, int zero, byte[] y, int yOff) {
        FloatVector v = all(low).blend(ratio, ratio.compare(VectorOperators.GT, all(low)));
        v = v.min(all(high)).add(all(ScalarCodeLoops.ROUNDER));
        IntVector code = v.reinterpretAsInts().add(IntVector.broadcast(I, zero));
        ((ByteVector) code.convertShape(VectorOperators.I2B, B, 0)).intoArray(y, yOff);
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
                store(v, low, high, zero, y, yOff + i);
            }
        } else if (factorStep == 1 && w > 0) {
            float b = bias[biasOff];
            for (int i = 0; i < w; i += L) {
                FloatVector v = load(x, xOff + i).add(all(b));
                v = v.mul(load(factor, factorOff + i)).add(all(shift));
                store(v, low, high, zero, y, yOff + i);
            }
        } else if (w > 0) {
            float b = bias[biasOff];
            float f = factor[factorOff];
            for (int i = 0; i < w; i += L) {
                FloatVector v = load(x, xOff + i).add(all(b)).mul(all(f)).add(all(shift));
                store(v, low, high, zero, y, yOff + i);
            }
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

    @Override
    public void toFloats(
            int[] x, int xOff, int[] bias, int biasOff, int biasStep, float[] y, int yOff, int n) {
        int w = n - n % L;
        if (biasStep == 1) {
            for (int i = 0; i < w; i += L) {
                IntVector b = IntVector.fromArray(I, bias, biasOff + i);
                floats(IntVector.fromArray(I, x, xOff + i).add(b)).intoArray(y, yOff + i);
            }
        } else if (w > 0) {
            IntVector b = IntVector.broadcast(I, bias[biasOff]);
            for (int i = 0; i < w; i += L) {
                floats(IntVector.fromArray(I, x, xOff + i).add(b)).intoArray(y, yOff + i);
            }
        }
        scalar.toFloats(x, xOff + w, bias, biasOff + w * biasStep, biasStep, y, yOff + w, n - w);
    }

    private static FloatVector floats(IntVector x) {
        return (FloatVector) x.convertShape(VectorOperators.I2F, F, 0);
    }
}
