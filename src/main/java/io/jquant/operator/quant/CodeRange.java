package io.jquant.operator.quant;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/** The codes of an integer type. */
record CodeRange(ElementType type, long low, long high) {
    /**
     * The range of a type.
     *
     * @throws IllegalArgumentException for types that are no integers of at most 32 bits
     */
    static CodeRange of(ElementType type) {
        if (!type.isInteger() || type.bits() > 32) {
            throw new IllegalArgumentException("codes of type " + type + " are not supported");
        }
        return type.isUnsigned()
                ? new CodeRange(type, 0, (1L << type.bits()) - 1)
                : new CodeRange(type, -(1L << (type.bits() - 1)), (1L << (type.bits() - 1)) - 1);
    }

    /** The nearest code; NaN becomes the lowest. */
    long clamp(double code) {
        return code >= high ? high : code > low ? (long) code : low;
    }

    int clamp(float code) {
        return code >= high ? (int) high : code > low ? (int) code : (int) low;
    }

    void store(Tensor out, int index, long code) {
        switch (type.storage()) {
            case BYTES -> out.bytes()[index] = (byte) code;
            case SHORTS -> out.shorts()[index] = (short) code;
            default -> out.ints()[index] = (int) code;
        }
    }
}
