package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.BinaryFunction;
import io.jquant.tensor.ElementType;

/**
 * BitShift: shifts integers; everything is shifted out from the width on. Signed integers keep
 * their sign on the way right (opset 28).
 */
public final class BitShift implements Operator {
    private static final BinaryFunction LEFT = new Shift(true);
    private static final BinaryFunction RIGHT = new Shift(false);

    @Override
    public void infer(Inference node) {
        Arithmetic.inferJoined(node);
    }

    @Override
    public void run(Invocation call) {
        String direction = call.attributes().getString("direction", "");
        if (!direction.equals("LEFT") && !direction.equals("RIGHT")) {
            throw new IllegalArgumentException("direction '" + direction + "' is unknown");
        }
        Arithmetic.join(call, direction.equals("LEFT") ? LEFT : RIGHT);
    }

    private record Shift(boolean left) implements BinaryFunction {
        @Override
        public double real(double a, double b) {
            throw new IllegalArgumentException("not defined for real numbers");
        }

        @Override
        public long whole(long a, long b, ElementType type) {
            boolean signed = !type.isUnsigned();
            if (b < 0 || b >= type.bits()) {
                return !left && signed && a < 0 ? -1 : 0;
            }
            return left ? a << b : signed ? a >> b : a >>> b;
        }
    }
}
