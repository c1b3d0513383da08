package io.jquant.operator.common;

import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Types of values that come from one of several places. */
public final class TypeUnion {
    private TypeUnion() {}

    /** What is true of both types; null when that is nothing. */
    public static ValueType common(ValueType a, ValueType b) {
        if (a == null || b == null || a.equals(b)) {
            return a == null || b == null ? null : a;
        }
        if (a instanceof ValueType.TensorType x && b instanceof ValueType.TensorType y) {
            return new ValueType.TensorType(
                    x.element() == y.element() ? x.element() : null, common(x.shape(), y.shape()));
        }
        if (a instanceof ValueType.SequenceType x && b instanceof ValueType.SequenceType y) {
            ValueType element = common(x.element(), y.element());
            return element == null ? null : new ValueType.SequenceType(element);
        }
        return null;
    }

    /** What is true of both shapes; null when their ranks differ. */
    public static SymbolicShape common(SymbolicShape a, SymbolicShape b) {
        if (a == null || b == null || a.rank() != b.rank()) {
            return null;
        }
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < a.rank(); i++) {
            dims.add(a.dim(i).equals(b.dim(i)) ? a.dim(i) : Dimension.UNKNOWN);
        }
        return new SymbolicShape(dims);
    }
}
