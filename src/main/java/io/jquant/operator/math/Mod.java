package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.BinaryFunction;
import io.jquant.tensor.ElementType;

/** Mod: the remainder, with the sign of the divisor, or of the dividend where fmod is set. */
public final class Mod implements Operator {
    private static final BinaryFunction FMOD = new Remainder(true);
    private static final BinaryFunction MOD = new Remainder(false);

    @Override
    public void infer(Inference node) {
        Arithmetic.inferJoined(node);
    }

    @Override
    public void run(Invocation call) {
        Arithmetic.join(call, call.attributes().getBoolean("fmod", false) ? FMOD : MOD);
    }

    private record Remainder(boolean dividendSign) implements BinaryFunction {
        @Override
        public double real(double a, double b) {
            double r = a % b;
            return dividendSign || r == 0 || r < 0 == b < 0 ? r : r + b;
        }

        @Override
        public long whole(long a, long b, ElementType type) {
            if (b == 0) {
                throw new IllegalArgumentException("an integer is divided by zero");
            }
            if (type == ElementType.UINT64) {
                return Long.remainderUnsigned(a, b);
            }
            return dividendSign ? a % b : Math.floorMod(a, b);
        }
    }
}
