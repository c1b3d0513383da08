package io.jquant.rewrite;

import io.jquant.graph.Node;
import io.jquant.graph.Value;

/**
 * What a Relu or Clip cuts its input to.
 *
 * @param low lower bound, may be infinite
 * @param high upper bound, may be infinite
 */
record ClampBounds(float low, float high) {
    /** The bounds when the node is a Relu, or a Clip with constant bounds, of this value. */
    static ClampBounds of(Node node, Value input) {
        if (node.input(0) != input) {
            return null;
        }
        if (node.is("Relu")) {
            return new ClampBounds(0, Float.POSITIVE_INFINITY);
        }
        if (!node.is("Clip") || node.input(1) == input || node.input(2) == input) {
            return null;
        }
        Float low = bound(node.input(1), Float.NEGATIVE_INFINITY);
        Float high = bound(node.input(2), Float.POSITIVE_INFINITY);
        return low == null || high == null || !(low <= high) ? null : new ClampBounds(low, high);
    }

    private static Float bound(Value v, float absent) {
        return v == null ? Float.valueOf(absent) : Constants.scalar(v);
    }

    /** Every grid holds zero, so only such bounds can be the ends of a grid. */
    boolean containZero() {
        return low <= 0 && high >= 0;
    }
}
