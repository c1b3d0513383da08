package io.jquant.data;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * Brings data to the element type of an input where nothing is lost but digits: between floating-
 * point types (no finite number may become infinite) and between integer types (every number must
 * fit). Anything else changes the meaning and is refused.
 */
final class TypeConversion {
    /**
     * @param tensor the converted data, or null when it was refused
     * @param why the reason of a refusal
     */
    record Result(Tensor tensor, String why) {
        private static Result refused(String why) {
            return new Result(null, why);
        }
    }

    private TypeConversion() {}

    static Result convert(Tensor t, ElementType to) {
        ElementType from = t.type();
        if (from == to) {
            return new Result(t, null);
        }
        if (from.isFloatingPoint() && to.isFloatingPoint()) {
            return floats(t, to);
        }
        if (from.isInteger() && to.isInteger()) {
            return integers(t, to);
        }
        return Result.refused("this is not converted, it could change the meaning");
    }

    private static Result floats(Tensor t, ElementType to) {
        Tensor out = Tensor.zeros(to, t.shape());
        if (t.type() == ElementType.DOUBLE) {
            TensorNumbers.store(t.doubles(), out);
        } else {
            TensorNumbers.store(TensorNumbers.floats(t), out);
        }
        if (to.bits() < t.type().bits()) {
            for (int i = 0; i < t.size(); i++) {
                double before = TensorNumbers.doubleAt(t, i);
                double after = TensorNumbers.doubleAt(out, i);
                boolean was = !Double.isNaN(before) && !Double.isInfinite(before);
                if (was && (Double.isNaN(after) || Double.isInfinite(after))) {
                    return Result.refused("the number " + before + " is too large");
                }
            }
        }
        return new Result(out, null);
    }

    private static Result integers(Tensor t, ElementType to) {
        long[] numbers = TensorNumbers.longs(t);
        boolean hugeWraps = t.type() == ElementType.UINT64 && to != ElementType.UINT64;
        long least = to.isUnsigned() ? 0 : -1L << (to.bits() - 1);
        long most =
                to.bits() == 64
                        ? Long.MAX_VALUE
                        : (1L << (to.isUnsigned() ? to.bits() : to.bits() - 1)) - 1;
        for (int i = 0; i < t.size(); i++) {
            long v = numbers[i];
            if (v < least || v > most || (hugeWraps && v < 0)) {
                return Result.refused(
                        "the number "
                                + (hugeWraps ? Long.toUnsignedString(v) : Long.toString(v))
                                + " does not fit");
            }
        }
        Tensor out = Tensor.zeros(to, t.shape());
        TensorNumbers.store(numbers, out);
        return new Result(out, null);
    }
}
