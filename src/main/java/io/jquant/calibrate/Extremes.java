package io.jquant.calibrate;

import io.jquant.grid.Range;

/**
 * Exact extremes of the finite values, and how many values there were. Merging is exact, in any
 * order.
 */
final class Extremes {
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;
    private long count;
    private long nan;
    private long infinite;

    /** Looks at some values. */
    void add(float[] values, int from, int to) {
        // Math.min and Math.max hand NaN on, and this form is the one the JIT turns into vectors.
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            low = Math.min(low, values[i]);
            high = Math.max(high, values[i]);
        }
        if (Float.isNaN(low) || low == Float.NEGATIVE_INFINITY || high == Float.POSITIVE_INFINITY) {
            addCarefully(values, from, to);
        } else {
            addFinite(low, high, to - from);
        }
    }

    /** Adds values that are known to be finite. */
    void addFinite(float low, float high, long values) {
        min = Math.min(min, low);
        max = Math.max(max, high);
        count += values;
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
        }
        count++;
    }

    void merge(Extremes other) {
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        count += other.count;
        nan += other.nan;
        infinite += other.infinite;
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
