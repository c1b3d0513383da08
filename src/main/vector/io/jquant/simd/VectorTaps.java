package io.jquant.simd;

import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.L;

import jdk.incubator.vector.FloatVector;

/** Vector form of {@link Taps}: four vectors of outputs at a time, so that their sums overlap. */
final class VectorTaps implements Taps {
    @Override
    public void weighted(
            int n,
            int taps,
            int[] offsets,
            float[] w,
            int wOff,
            float[] src,
            int srcOff,
            float[] dst,
            int dstOff) {
        int i = 0;
        for (; i + 3 * L < n; i += 4 * L) {
            FloatVector s0 = FloatVector.zero(F);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (int t = 0; t < taps; t++) {
                int at = srcOff + offsets[t] + i;
                FloatVector x = FloatVector.broadcast(F, w[wOff + t]);
                s0 = x.fma(FloatVector.fromArray(F, src, at), s0);
                s1 = x.fma(FloatVector.fromArray(F, src, at + L), s1);
                s2 = x.fma(FloatVector.fromArray(F, src, at + 2 * L), s2);
                s3 = x.fma(FloatVector.fromArray(F, src, at + 3 * L), s3);
            }
            s0.intoArray(dst, dstOff + i);
            s1.intoArray(dst, dstOff + i + L);
            s2.intoArray(dst, dstOff + i + 2 * L);
            s3.intoArray(dst, dstOff + i + 3 * L);
        }
        for (; i < n; i += L) {
            FloatVector s = FloatVector.zero(F);
            for (int t = 0; t < taps; t++) {
                FloatVector x = FloatVector.broadcast(F, w[wOff + t]);
                s = x.fma(FloatVector.fromArray(F, src, srcOff + offsets[t] + i), s);
            }
            s.intoArray(dst, dstOff + i);
        }
    }

    @Override
    public void max(
            int n, int taps, int[] offsets, float[] src, int srcOff, float[] dst, int dstOff) {
        int i = 0;
        for (; i + 3 * L < n; i += 4 * L) {
            int at = srcOff + offsets[0] + i;
            FloatVector s0 = FloatVector.fromArray(F, src, at);
            FloatVector s1 = FloatVector.fromArray(F, src, at + L);
            FloatVector s2 = FloatVector.fromArray(F, src, at + 2 * L);
            FloatVector s3 = FloatVector.fromArray(F, src, at + 3 * L);
            for (int t = 1; t < taps; t++) {
                at = srcOff + offsets[t] + i;
                s0 = s0.max(FloatVector.fromArray(F, src, at));
                s1 = s1.max(FloatVector.fromArray(F, src, at + L));
                s2 = s2.max(FloatVector.fromArray(F, src, at + 2 * L));
                s3 = s3.max(FloatVector.fromArray(F, src, at + 3 * L));
            }
            s0.intoArray(dst, dstOff + i);
            s1.intoArray(dst, dstOff + i + L);
            s2.intoArray(dst, dstOff + i + 2 * L);
            s3.intoArray(dst, dstOff + i + 3 * L);
        }
        for (; i < n; i += L) {
            FloatVector s = FloatVector.fromArray(F, src, srcOff + offsets[0] + i);
            for (int t = 1; t < taps; t++) {
                s = s.max(FloatVector.fromArray(F, src, srcOff + offsets[t] + i));
            }
            s.intoArray(dst, dstOff + i);
        }
    }

    @Override
    public void sum(
            int n, int taps, int[] offsets, float[] src, int srcOff, float[] dst, int dstOff) {
        int i = 0;
        for (; i + L < n; i += 2 * L) {
            FloatVector s0 = FloatVector.zero(F);
            FloatVector s1 = s0;
            for (int t = 0; t < taps; t++) {
                int at = srcOff + offsets[t] + i;
                s0 = s0.add(FloatVector.fromArray(F, src, at));
                s1 = s1.add(FloatVector.fromArray(F, src, at + L));
            }
            s0.intoArray(dst, dstOff + i);
            s1.intoArray(dst, dstOff + i + L);
        }
        for (; i < n; i += L) {
            FloatVector s = FloatVector.zero(F);
            for (int t = 0; t < taps; t++) {
                s = s.add(FloatVector.fromArray(F, src, srcOff + offsets[t] + i));
            }
            s.intoArray(dst, dstOff + i);
        }
    }
}
