package io.jquant.rewrite;

import io.jquant.graph.Graph;
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

    /** The extremes of a finite tensor that is not empty. */
    static Range range(Tensor t) {
        float[] a = t.floats();
        float lo = a[0];
        float hi = a[0];
        for (int i = 1; i < t.size(); i++) {
            lo = Math.min(lo, a[i]);
            hi = Math.max(hi, a[i]);
        }
        return new Range(lo, hi);
    }

    static boolean isMask(Range r) {
        return r.min() < -MASK || r.max() > MASK;
    }

    /** Removes a constant that has lost its last reader. */
    static void dropUnread(Graph graph, Value v) {
        if (v != null && v.constant() != null && v.useCount() == 0 && !v.isGraphOutput()) {
            if (!v.isGraphInput()) {
                graph.removeValue(v);
            }
        }
    }

    /** The only element of a constant float tensor of size 1, else null. */
    static Float scalar(Value v) {
        return isFloatConstant(v) && v.constant().size() == 1 ? v.constant().floats()[0] : null;
    }
}
