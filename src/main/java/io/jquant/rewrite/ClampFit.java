package io.jquant.rewrite;

import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;

/**
 * Makes quantization do the work of a Relu or Clip in front of it.
 *
 * <p>A clamp to [low, high] may be left out when the grid lies within: s·(−128 − z) ≥ low and
 * s·(127 − z) ≤ high. Bounds up to half a code inside the grid's ends would quantize to the same
 * codes, but only the newer versions of ONNX Runtime see that; the older ones keep such a Clip,
 * make the convolution in front of it float and, in 1.29, may even fail to load the graph.
 */
final class ClampFit {
    /** How much of the scale may be given up to make a clamp fit. */
    private static final double LEAST_SHARE = 0.98;

    private ClampFit() {}

    /** Does quantizing with these parameters cut to the bounds, or to less? */
    static boolean holds(QuantParams p, float low, float high) {
        return p.low() >= low && p.high() <= high;
    }

    /** The part of a range that the clamp lets through. */
    static Range cut(Range r, float low, float high) {
        float min = Math.min(Math.max(r.min(), low), high);
        float max = Math.max(Math.min(r.max(), high), low);
        return new Range(Math.min(min, max), max);
    }

    /**
     * Parameters under which the clamp may be left out, with a grid that is at most one code
     * narrower at either end; the given ones where there are none.
     */
    static QuantParams fit(QuantParams p, float low, float high) {
        if (holds(p, low, high)) {
            return p;
        }
        double most = Double.POSITIVE_INFINITY;
        if (low < 0 && low > Float.NEGATIVE_INFINITY && p.zeroPoint() > QuantParams.LOWEST) {
            most = Math.min(most, (double) low / (QuantParams.LOWEST - p.zeroPoint()));
        }
        if (high > 0 && high < Float.POSITIVE_INFINITY && p.zeroPoint() < QuantParams.HIGHEST) {
            most = Math.min(most, (double) high / (QuantParams.HIGHEST - p.zeroPoint()));
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
