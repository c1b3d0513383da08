package io.jquant.calibrate;

import io.jquant.grid.Range;
import io.jquant.simd.Reductions;
import io.jquant.simd.Simd;

/**
 * Exact extremes of the finite values, and how many values there were. Merging is exact, in any
 * order.
 */
final class Extremes {
    private static final Reductions REDUCTIONS = Simd.get().reductions();

    /** No activation is this large; masks of attention are −1e9 or the least float. */
    static final float FAR = 0x1p26f;

    /** Far values are masks when all others are smaller by this factor. */
    private static final float GAP = 0x1p10f;

    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;
    private long count;
    private long nan;
    private long infinite;
    private float nearMin = Float.POSITIVE_INFINITY; // of the values that are not far
    private float nearMax = Float.NEGATIVE_INFINITY;
    private long far;

    /** Looks at some values. */
    void add(float[] values, int from, int to) {
        double[] moments = new double[4];
        REDUCTIONS.moments(values, from, to - from, moments); // in one go, though sums are for free
        float low = (float) moments[Reductions.MIN]; // NaN is handed on
        float high = (float) moments[Reductions.MAX];
        if (Float.isNaN(low) || low <= -FAR || high >= FAR) {
            addCarefully(values, from, to);
        } else {
            addFinite(low, high, to - from);
        }
    }

    /**
     * Adds values that are known to be finite. If some are far, {@link #tellApart} is to be called
     * as well.
     */
    void addFinite(float low, float high, long values) {
        min = Math.min(min, low);
        max = Math.max(max, high);
        count += values;
        if (low > -FAR && high < FAR) {
            nearMin = Math.min(nearMin, low);
            nearMax = Math.max(nearMax, high);
        }
    }

    /** Are there values as large as masks? */
    boolean reachFar() {
        return min <= -FAR || max >= FAR;
    }

    /** Tells the far values from the others, where only their extremes were added. */
    void tellApart(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Float.isFinite(values[i])) {
                near(values[i]);
            }
        }
    }

    private void near(float value) {
        if (Math.abs(value) >= FAR) {
            far++;
        } else {
            nearMin = Math.min(nearMin, value);
            nearMax = Math.max(nearMax, value);
        }
    }

    private void addCarefully(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            addOne(values[i]);
        }
    }

    /** Adds a value of any sort. */
    void addOne(float value) {
        if (Float.isNaN(value)) {
            nan++;
        } else if (Float.isInfinite(value)) {
            infinite++;
        } else {
            min = Math.min(min, value);
            max = Math.max(max, value);
            near(value);
        }
        count++;
    }

    void merge(Extremes other) {
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        count += other.count;
        nan += other.nan;
        infinite += other.infinite;
        nearMin = Math.min(nearMin, other.nearMin);
        nearMax = Math.max(nearMax, other.nearMax);
        far += other.far;
    }

    /** Are a few far values, as of attention masks, set apart from all others? */
    boolean hasMasks() {
        return far > 0 && nearMin <= nearMax && Math.max(-nearMin, nearMax) <= FAR / GAP;
    }

    /** Far values. */
    long far() {
        return far;
    }

    /** The same without the far values; those that are not finite are left out as well. */
    Extremes withoutFar() {
        Extremes rest = new Extremes();
        rest.min = nearMin;
        rest.max = nearMax;
        rest.nearMin = nearMin;
        rest.nearMax = nearMax;
        rest.count = finite() - far;
        return rest;
    }

    long count() {
        return count;
    }

    long nan() {
        return nan;
    }

    long infinite() {
        return infinite;
    }

    long finite() {
        return count - nan - infinite;
    }

    /** The least finite value; plus infinity when there is none. */
    float min() {
        return min + 0f; // no negative zero
    }

    /** The greatest finite value; minus infinity when there is none. */
    float max() {
        return max + 0f;
    }

    /** Least and greatest finite value; there must be one. */
    Range range() {
        return new Range(min(), max());
    }
}
