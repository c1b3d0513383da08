package io.jquant.rewrite;

import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;

/**
 * Makes quantization do the work of a Relu or Clip in front of it.
 *
 * <p>A clamp to [low, high] may be left out exactly when its bounds quantize to, or beyond, the
 * ends of the grid: rint(low/s) + z ≤ −128 and rint(high/s) + z ≥ 127. ONNX Runtime tests just
 * this.
 */
final class ClampFit {
    /** How much of the scale may be given up to make a clamp fit: half a code at either end. */
    private static final double LEAST_SHARE = 0.98;

    private ClampFit() {}

    /** Does quantizing with these parameters cut to the bounds? */
    static boolean holds(QuantParams p, float low, float high) {
        return (low == Float.NEGATIVE_INFINITY
                        || Math.rint(low / p.scale()) + p.zeroPoint() <= QuantParams.LOWEST)
                && (high == Float.POSITIVE_INFINITY
                        || Math.rint(high / p.scale()) + p.zeroPoint() >= QuantParams.HIGHEST);
    }

    /** The part of a range that the clamp lets through. */
    static Range cut(Range r, float low, float high) {
        float min = Math.min(Math.max(r.min(), low), high);
        float max = Math.max(Math.min(r.max(), high), low);
        return new Range(Math.min(min, max), max);
    }

    /**
     * Parameters under which the clamp may be left out, with a scale that is at most half a code
     * narrower; the given ones where there are none.
     */
    static QuantParams fit(QuantParams p, float low, float high) {
        if (holds(p, low, high)) {
            return p;
        }
        double most = Double.POSITIVE_INFINITY;
        if (low < 0 && low > Float.NEGATIVE_INFINITY) {
            most = Math.min(most, low / (QuantParams.LOWEST + 0.5 - p.zeroPoint()));
        }
        if (high > 0 && high < Float.POSITIVE_INFINITY) {
            most = Math.min(most, high / (QuantParams.HIGHEST - 0.5 - p.zeroPoint()));
        }
        if (!(most >= p.scale() * LEAST_SHARE) || Double.isInfinite(most)) {
            return p;
        }
        float scale = Math.min(p.scale(), (float) most);
        for (int ulps = 0; ulps < 8 && scale >= Float.MIN_NORMAL; ulps++) {
            QuantParams q = new QuantParams(scale, p.zeroPoint());
            if (holds(q, low, high)) {
                return q;
            }
            scale = Math.nextDown(scale);
        }
        return p;
    }
}
