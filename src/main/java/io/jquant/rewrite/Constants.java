package io.jquant.rewrite;

import io.jquant.graph.Value;
import io.jquant.grid.Range;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/** Questions about constant float tensors. */
final class Constants {
    /** Numbers beyond this are not data but masks, which would leave the data a single code. */
    static final float MASK = 1e4f;

    private Constants() {}

    static boolean isFloatConstant(Value v) {
        return v != null && v.isConstant() && v.constant().type() == ElementType.FLOAT;
    }

    static boolean isFinite(Tensor t) {
        float[] a = t.floats();
        for (int i = 0; i < t.size(); i++) {
            if (Float.isNaN(a[i]) || Float.isInfinite(a[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean hasNaN(Tensor t) {
        float[] a = t.floats();
        for (int i = 0; i < t.size(); i++) {
            if (Float.isNaN(a[i])) {
                return true;
            }
        }
        return false;
    }

    /** The extremes of the finite elements; 0 when there are none. */
    static Range range(Tensor t) {
        float[] a = t.floats();
        float lo = Float.POSITIVE_INFINITY;
        float hi = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < t.size(); i++) {
            if (Math.abs(a[i]) <= Float.MAX_VALUE) {
                lo = Math.min(lo, a[i]);
                hi = Math.max(hi, a[i]);
            }
        }
        return lo <= hi ? new Range(lo, hi) : new Range(0, 0);
    }

    static boolean isMask(Range r) {
        return r.min() < -MASK || r.max() > MASK;
    }

    /** Removes a constant that has lost its last reader. */
    static void dropUnread(Value v) {
        if (v != null && v.constant() != null && v.useCount() == 0 && !v.isGraphOutput()) {
            if (!v.isGraphInput()) {
                v.graph().removeValue(v);
            }
        }
    }

    /** The only element of a constant float tensor of size 1, else null. */
    static Float scalar(Value v) {
        return isFloatConstant(v) && v.constant().size() == 1 ? v.constant().floats()[0] : null;
    }
}
