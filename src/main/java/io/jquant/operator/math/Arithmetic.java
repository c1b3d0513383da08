package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.BinaryFunction;
import io.jquant.operator.common.BinaryLoop;
import io.jquant.operator.common.Broadcast;
import io.jquant.operator.common.LegacyBroadcast;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Operators that join two tensors element by element into one of the first's type. */
public final class Arithmetic implements Operator {
    private final BinaryFunction function;

    private Arithmetic(BinaryFunction function) {
        this.function = function;
    }

    /** Add. */
    public static Operator add() {
        return new Arithmetic(BinaryFunctions.ADD);
    }

    /** Sub. */
    public static Operator subtract() {
        return new Arithmetic(BinaryFunctions.SUBTRACT);
    }

    /** Mul. */
    public static Operator multiply() {
        return new Arithmetic(BinaryFunctions.MULTIPLY);
    }

    /** Div: integers are cut towards zero. */
    public static Operator divide() {
        return new Arithmetic(BinaryFunctions.DIVIDE);
    }

    /** Pow: the result has the type of the base, whatever the exponent's is. */
    public static Operator power() {
        return new Arithmetic(BinaryFunctions.POWER);
    }

    /** PRelu: elements below 0 are multiplied by a slope that is broadcast to the data. */
    public static Operator prelu() {
        return new Arithmetic(BinaryFunctions.PRELU);
    }

    /** BitwiseAnd. */
    public static Operator bitwiseAnd() {
        return new Arithmetic(BinaryFunctions.wholes((a, b) -> a & b));
    }

    /** BitwiseOr. */
    public static Operator bitwiseOr() {
        return new Arithmetic(BinaryFunctions.wholes((a, b) -> a | b));
    }

    /** BitwiseXor. */
    public static Operator bitwiseXor() {
        return new Arithmetic(BinaryFunctions.wholes((a, b) -> a ^ b));
    }

    @Override
    public void infer(Inference node) {
        if (function == BinaryFunctions.PRELU) {
            node.output(0, node.elementType(0), node.shape(0)); // slopes never widen the input
        } else {
            inferJoined(node);
        }
    }

    /** The first operand's type under the common shape. */
    static void inferJoined(Inference node) {
        ElementType type = node.elementType(0);
        node.output(0, type, LegacyBroadcast.shape(node));
    }

    @Override
    public void run(Invocation call) {
        if (function == BinaryFunctions.PRELU) {
            join(call, function, call.input(0), slopes(call));
        } else {
            join(call, function);
        }
    }

    /** A vector of slopes, one per channel, was not broadcast from the last axis before opset 7. */
    private static Tensor slopes(Invocation call) {
        Shape in = call.input(0).shape();
        Tensor slopes = call.input(1);
        boolean perChannel =
                call.opset() < 7
                        && slopes.rank() == 1
                        && in.rank() > 2
                        && slopes.dim(0) == in.dim(1);
        if (!perChannel) {
            return slopes;
        }
        long[] dims = new long[in.rank() - 1];
        Arrays.fill(dims, 1);
        dims[0] = slopes.dim(0);
        return slopes.reshape(Shape.of(dims));
    }

    /** Joins the first two inputs into the first output. */
    static void join(Invocation call, BinaryFunction f) {
        Tensor a = call.input(0);
        Tensor b = call.input(1);
        join(call, f, a, b.reshape(LegacyBroadcast.second(call, a.shape(), b.shape())));
    }

    private static void join(Invocation call, BinaryFunction f, Tensor a, Tensor b) {
        Broadcast shared = Broadcast.of(a.shape(), b.shape());
        boolean same = a.shape().equals(shared.shape());
        Tensor out =
                same || a.type() != b.type()
                        ? call.outputOver(0, 0, a.type(), shared.shape())
                        : call.outputOver(0, 1, a.type(), shared.shape());
        BinaryLoop.run(call.workers(), f, a, b, shared, out);
    }
}
