package io.jquant.operator.sequence;

import io.jquant.operator.Invocation;
import io.jquant.operator.Preparation;
import io.jquant.tensor.OptionalValue;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import io.jquant.tensor.ValueType;

/** What the operators on sequences share. */
final class Sequences {
    private Sequences() {}

    /** An input that must be a sequence. */
    static TensorSequence input(Invocation call, int index) {
        RuntimeValue v = OptionalValue.contentOf(call.value(index));
        if (v instanceof TensorSequence s) {
            return s;
        }
        throw new IllegalArgumentException("input " + index + " is not a sequence");
    }

    /** The type of an input's elements, or null when it is not known. */
    static ValueType elementType(Preparation node, int index) {
        return node.inputType(index) instanceof ValueType.SequenceType s ? s.element() : null;
    }

    /**
     * A place in a sequence; negative numbers count from the end.
     *
     * @param places how many there are
     */
    static int place(Tensor position, int places, int size) {
        if (position.size() != 1) {
            throw new IllegalArgumentException("a position has shape " + position.shape());
        }
        long p = position.longAt(0);
        long at = p < 0 ? p + size : p;
        if (at < 0 || at >= places) {
            throw new IllegalArgumentException(
                    "position " + p + " is outside of a sequence of " + size);
        }
        return (int) at;
    }
}
