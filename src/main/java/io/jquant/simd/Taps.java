package io.jquant.simd;

/**
 * Sliding windows over a plane that lies in memory so that output i needs the inputs i + offset of
 * each tap: {@code dst[i]} is made of {@code src[srcOff + offsets[t] + i]}, taken in the order of
 * the taps.
 *
 * <p>Up to {@link #SLACK} elements more than n are read behind every place and written behind the
 * last output; what they hold is garbage.
 */
public interface Taps {
    /** How far beyond n the loops may read and write. */
    int SLACK = 64;

    /** {@code dst[i] = sum of w[t] * src[…]}, fused multiply-add from 0. */
    void weighted(
            int n,
            int taps,
            int[] offsets,
            float[] w,
            int wOff,
            float[] src,
            int srcOff,
            float[] dst,
            int dstOff);

    /** Maximum; NaN if one is NaN. There is at least one tap. */
    void max(int n, int taps, int[] offsets, float[] src, int srcOff, float[] dst, int dstOff);

    /** Sum from 0. */
    void sum(int n, int taps, int[] offsets, float[] src, int srcOff, float[] dst, int dstOff);
}
