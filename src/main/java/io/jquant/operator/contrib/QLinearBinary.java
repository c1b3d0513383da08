package io.jquant.operator.contrib;

import io.jquant.kernel.CodeArithmetic;
import io.jquant.kernel.CodeArithmetic.Grid;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Broadcast;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/** QLinearAdd and QLinearMul: (a, scale, zero point, b, scale, zero point, scale, zero point). */
public final class QLinearBinary implements Operator {
    private final boolean sum;

    private QLinearBinary(boolean sum) {
        this.sum = sum;
    }

    /** QLinearAdd. */
    public static Operator add() {
        return new QLinearBinary(true);
    }

    /** QLinearMul. */
    public static Operator multiply() {
        return new QLinearBinary(false);
    }

    @Override
    public void infer(Inference node) {
        node.output(
                0,
                node.elementType(0),
                Broadcast.shape(Arrays.asList(node.shape(0), node.shape(3))));
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor b = call.input(3);
        Broadcast shared = Broadcast.of(a.shape(), b.shape());
        Tensor out = call.output(0, a.type(), shared.shape());
        if (b.type() != a.type()) {
            throw new IllegalArgumentException("codes of types " + a.type() + " and " + b.type());
        }
        byte[] x = CenteredCodes.bytes(a);
        byte[] z = CenteredCodes.bytes(b);
        boolean unsigned = a.type().isUnsigned();
        Grid left = grid(call, 1, a);
        Grid right = grid(call, 4, b);
        Grid result = grid(call, 6, out);
        CodeArithmetic f =
                sum
                        ? CodeArithmetic.add(unsigned, left, right, result)
                        : CodeArithmetic.multiply(unsigned, left, right, result);
        int xStep = shared.step(0);
        int zStep = shared.step(1);
        byte[] y = out.bytes();
        shared.forEach(
                call.workers(), (at, o, n) -> f.run(x, at[0], xStep, z, at[1], zStep, y, o, n));
    }

    private static Grid grid(Invocation call, int scale, Tensor codes) {
        return new Grid(
                TensorNumbers.floatAt(call.input(scale), 0),
                CenteredCodes.zeroPoint(codes, call.optional(scale + 1)));
    }
}
