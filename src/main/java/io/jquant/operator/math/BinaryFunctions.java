package io.jquant.operator.math;

import io.jquant.kernel.Pairwise;
import io.jquant.operator.common.BinaryFunction;
import io.jquant.tensor.ElementType;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** The functions of two elements that arithmetic is made of. */
final class BinaryFunctions {
    static final BinaryFunction ADD = of(Double::sum, (a, b) -> a + b, Pairwise::add);
    static final BinaryFunction SUBTRACT = of((a, b) -> a - b, (a, b) -> a - b, Pairwise::subtract);
    static final BinaryFunction MULTIPLY = of((a, b) -> a * b, (a, b) -> a * b, Pairwise::multiply);
    static final BinaryFunction DIVIDE = new Divide();
    static final BinaryFunction MAXIMUM = new Extreme(true);
    static final BinaryFunction MINIMUM = new Extreme(false);
    static final BinaryFunction POWER = new Power();
    static final BinaryFunction PRELU =
            of(
                    (x, slope) -> x < 0 ? x * slope : x,
                    (x, slope) -> x < 0 ? x * slope : x,
                    Pairwise::prelu);

    private BinaryFunctions() {}

    /** A function of integers alone. */
    static BinaryFunction wholes(LongBinaryOperator wholes) {
        return of(
                (a, b) -> {
                    throw new IllegalArgumentException("not defined for real numbers");
                },
                wholes,
                null);
    }

    /** A loop over floats, as {@link BinaryFunction#floats}. */
    @FunctionalInterface
    interface Loop {
        void run(
                float[] a,
                int aOff,
                int aStep,
                float[] b,
                int bOff,
                int bStep,
                float[] y,
                int yOff,
                int n);
    }

    private static BinaryFunction of(
            DoubleBinaryOperator reals, LongBinaryOperator wholes, Loop floats) {
        return new BinaryFunction() {
            @Override
            public double real(double a, double b) {
                return reals.applyAsDouble(a, b);
            }

            @Override
            public long whole(long a, long b, ElementType type) {
                return wholes.applyAsLong(a, b);
            }

            @Override
            public void floats(
                    float[] a,
                    int aOff,
                    int aStep,
                    float[] b,
                    int bOff,
                    int bStep,
                    float[] y,
                    int yOff,
                    int n) {
                floats.run(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            }
        };
    }

    private static final class Divide implements BinaryFunction {
        @Override
        public double real(double a, double b) {
            return a / b;
        }

        @Override
        public long whole(long a, long b, ElementType type) {
            if (b == 0) {
                throw new IllegalArgumentException("an integer is divided by zero");
            }
            return type == ElementType.UINT64 ? Long.divideUnsigned(a, b) : a / b;
        }

        @Override
        public void floats(
                float[] a,
                int aOff,
                int aStep,
                float[] b,
                int bOff,
                int bStep,
                float[] y,
                int yOff,
                int n) {
            Pairwise.divide(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
        }
    }

    /** The greater or the lesser; NaN wins. */
    private static final class Extreme implements BinaryFunction {
        private final boolean greater;

        Extreme(boolean greater) {
            this.greater = greater;
        }

        @Override
        public double real(double a, double b) {
            return greater ? Math.max(a, b) : Math.min(a, b);
        }

        @Override
        public long whole(long a, long b, ElementType type) {
            int order =
                    type == ElementType.UINT64 ? Long.compareUnsigned(a, b) : Long.compare(a, b);
            return order > 0 == greater ? a : b;
        }

        @Override
        public void floats(
                float[] a,
                int aOff,
                int aStep,
                float[] b,
                int bOff,
                int bStep,
                float[] y,
                int yOff,
                int n) {
            if (greater) {
                Pairwise.max(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            } else {
                Pairwise.min(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            }
        }
    }

    private static final class Power implements BinaryFunction {
        @Override
        public double real(double a, double b) {
            // IEEE 754 and C say 1 for these; Java's own function says NaN
            boolean one = a == 1 || (a == -1 && Double.isInfinite(b));
            return one ? 1 : StrictMath.pow(a, b);
        }

        @Override
        public long whole(long a, long b, ElementType type) {
            if (b < 0) {
                return a == 1 ? 1 : a == -1 ? (b & 1) == 0 ? 1 : -1 : 0;
            }
            long result = 1;
            long base = a;
            for (long e = b; e > 0; e >>= 1) {
                result *= (e & 1) != 0 ? base : 1;
                base *= base;
            }
            return result;
        }

        /** A common exponent whose power is a product or a root needs no logarithm. */
        @Override
        public void floats(
                float[] a,
                int aOff,
                int aStep,
                float[] b,
                int bOff,
                int bStep,
                float[] y,
                int yOff,
                int n) {
            float e = b[bOff];
            if (bStep != 0 || aStep == 0 || !isShort(e)) {
                BinaryFunction.super.floats(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
                return;
            }
            for (int i = 0; i < n; i++) {
                float x = a[aOff + i];
                y[yOff + i] =
                        e == 2
                                ? x * x
                                : e == 3
                                        ? x * x * x
                                        : e == 1
                                                ? x
                                                : x > 0 ? (float) Math.sqrt(x) : (float) real(x, e);
            }
        }

        private static boolean isShort(float exponent) {
            return exponent == 2 || exponent == 3 || exponent == 0.5f || exponent == 1;
        }
    }
}
