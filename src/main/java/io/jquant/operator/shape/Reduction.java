package io.jquant.operator.shape;

import io.jquant.tensor.BFloat16;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Half;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** What a scatter does with an update and the element it meets. */
abstract class Reduction {
    /** Joins updates with the elements of a stretch, one by one in ascending order. */
    abstract void apply(Object from, int f, Object to, int t, int count);

    static Reduction of(String name, ElementType type) {
        if (name.equals("none")) {
            return new Replace(type.entriesPerElement());
        }
        if (type == ElementType.BOOL || type.isComplex() || type == ElementType.STRING) {
            throw new IllegalArgumentException(name + " is not defined for " + type);
        }
        if (type.isInteger()) {
            LongBinaryOperator f =
                    switch (name) {
                        case "add" -> (a, b) -> a + b;
                        case "mul" -> (a, b) -> a * b;
                        case "max" ->
                                type == ElementType.UINT64
                                        ? (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b
                                        : Math::max;
                        case "min" ->
                                type == ElementType.UINT64
                                        ? (a, b) -> Long.compareUnsigned(a, b) <= 0 ? a : b
                                        : Math::min;
                        default -> throw unknown(name);
                    };
            return new Whole(type, f);
        }
        DoubleBinaryOperator f =
                switch (name) {
                    case "add" -> Double::sum;
                    case "mul" -> (a, b) -> a * b;
                    case "max" -> Math::max;
                    case "min" -> Math::min;
                    default -> throw unknown(name);
                };
        return new Real(type, f);
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("reduction '" + name + "' is unknown");
    }

    /** The update takes the place of the element. */
    private static final class Replace extends Reduction {
        private final int entries;

        Replace(int entries) {
            this.entries = entries;
        }

        @Override
        void apply(Object from, int f, Object to, int t, int count) {
            System.arraycopy(from, f * entries, to, t * entries, count * entries);
        }
    }

    /**
     * Real numbers. Sums and products of two floats are exact enough in double that rounding them
     * once more to float gives what float arithmetic gives.
     */
    private static final class Real extends Reduction {
        private final ElementType type;
        private final DoubleBinaryOperator join;

        Real(ElementType type, DoubleBinaryOperator join) {
            this.type = type;
            this.join = join;
        }

        @Override
        void apply(Object from, int f, Object to, int t, int count) {
            for (int i = 0; i < count; i++) {
                put(to, t + i, join.applyAsDouble(get(to, t + i), get(from, f + i)));
            }
        }

        private double get(Object array, int at) {
            return switch (type) {
                case FLOAT -> ((float[]) array)[at];
                case DOUBLE -> ((double[]) array)[at];
                case FLOAT16 -> Half.toFloat(((short[]) array)[at]);
                case BFLOAT16 -> BFloat16.toFloat(((short[]) array)[at]);
                default -> throw new IllegalArgumentException(type + " cannot be reduced");
            };
        }

        private void put(Object array, int at, double x) {
            switch (type) {
                case FLOAT -> ((float[]) array)[at] = (float) x;
                case DOUBLE -> ((double[]) array)[at] = x;
                case FLOAT16 -> ((short[]) array)[at] = Half.fromFloat((float) x);
                default -> ((short[]) array)[at] = BFloat16.fromFloat((float) x);
            }
        }
    }

    /** Integers, wrapping around. */
    private static final class Whole extends Reduction {
        private final ElementType type;
        private final LongBinaryOperator join;

        Whole(ElementType type, LongBinaryOperator join) {
            this.type = type;
            this.join = join;
        }

        @Override
        void apply(Object from, int f, Object to, int t, int count) {
            for (int i = 0; i < count; i++) {
                long x = join.applyAsLong(get(to, t + i), get(from, f + i));
                switch (type.storage()) {
                    case LONGS -> ((long[]) to)[t + i] = x;
                    case INTS -> ((int[]) to)[t + i] = (int) x;
                    case SHORTS -> ((short[]) to)[t + i] = (short) x;
                    default -> ((byte[]) to)[t + i] = (byte) x;
                }
            }
        }

        private long get(Object array, int at) {
            return switch (type.storage()) {
                case LONGS -> ((long[]) array)[at];
                case INTS ->
                        type.isUnsigned()
                                ? Integer.toUnsignedLong(((int[]) array)[at])
                                : ((int[]) array)[at];
                case SHORTS ->
                        type.isUnsigned()
                                ? Short.toUnsignedLong(((short[]) array)[at])
                                : ((short[]) array)[at];
                default ->
                        type.isUnsigned()
                                ? Byte.toUnsignedLong(((byte[]) array)[at])
                                : ((byte[]) array)[at];
            };
        }
    }
}
