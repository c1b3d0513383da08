package io.jquant.operator.math;

import io.jquant.kernel.Elementwise;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.RealFunction;
import io.jquant.operator.common.UnaryFunction;
import io.jquant.operator.common.UnaryLoop;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Clip: bounds are attributes before opset 11, inputs since; where they cross, the upper holds. */
public final class Clip implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        ElementType type = call.input(0).type();
        Tensor low = call.optional(1);
        Tensor high = call.optional(2);
        if (type.isInteger()) {
            UnaryLoop.run(call, new Whole(low, high));
            return;
        }
        double least = bound(call, low, "min", Double.NEGATIVE_INFINITY);
        double most = bound(call, high, "max", Double.POSITIVE_INFINITY);
        UnaryLoop.run(
                call,
                new RealFunction(
                        x -> {
                            double y = x < least ? least : x;
                            return y > most ? most : y;
                        },
                        Elementwise.clip((float) least, (float) most)));
    }

    private static double bound(Invocation call, Tensor given, String attribute, double none) {
        if (given != null) {
            return TensorNumbers.doubleAt(given, 0);
        }
        return call.attributes().has(attribute) ? call.attributes().getFloat(attribute, 0) : none;
    }

    private record Whole(Tensor low, Tensor high) implements UnaryFunction {
        @Override
        public double real(double x) {
            throw new IllegalStateException("integers only");
        }

        @Override
        public long whole(long x, ElementType type) {
            long y = low != null && compare(x, low.longAt(0), type) < 0 ? low.longAt(0) : x;
            return high != null && compare(y, high.longAt(0), type) > 0 ? high.longAt(0) : y;
        }

        private static int compare(long a, long b, ElementType type) {
            return type == ElementType.UINT64 ? Long.compareUnsigned(a, b) : Long.compare(a, b);
        }
    }
}
