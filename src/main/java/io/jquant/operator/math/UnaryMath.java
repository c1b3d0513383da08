package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Erf;
import io.jquant.operator.common.UnaryFunction;
import io.jquant.operator.common.UnaryLoop;
import io.jquant.tensor.ElementType;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Functions of one element without parameters. */
public final class UnaryMath implements Operator {
    private final UnaryFunction function;

    private UnaryMath(UnaryFunction function) {
        this.function = function;
    }

    private static Operator reals(DoubleUnaryOperator f) {
        return new UnaryMath(f::applyAsDouble);
    }

    /** Abs. */
    public static Operator abs() {
        return signed(Math::abs, Math::abs, x -> x);
    }

    /** Neg. */
    public static Operator negate() {
        return signed(x -> -x, x -> -x, x -> -x);
    }

    /** Sign. */
    public static Operator sign() {
        return signed(
                x -> x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x, Long::signum, x -> x == 0 ? 0 : 1);
    }

    /** Floor. */
    public static Operator floor() {
        return reals(Math::floor);
    }

    /** Ceil. */
    public static Operator ceil() {
        return reals(Math::ceil);
    }

    /** Round: to even from the middle. */
    public static Operator round() {
        return reals(Math::rint);
    }

    /** Sqrt. */
    public static Operator sqrt() {
        return reals(Math::sqrt);
    }

    /** Reciprocal. */
    public static Operator reciprocal() {
        return reals(x -> 1 / x);
    }

    /** Exp. */
    public static Operator exp() {
        return reals(StrictMath::exp);
    }

    /** Log. */
    public static Operator log() {
        return reals(StrictMath::log);
    }

    /** Tanh. */
    public static Operator tanh() {
        return reals(StrictMath::tanh);
    }

    /** Erf. */
    public static Operator erf() {
        return reals(Erf::of);
    }

    /** Sin. */
    public static Operator sin() {
        return reals(StrictMath::sin);
    }

    /** Cos. */
    public static Operator cos() {
        return reals(StrictMath::cos);
    }

    /** Tan. */
    public static Operator tan() {
        return reals(StrictMath::tan);
    }

    /** Asin. */
    public static Operator asin() {
        return reals(StrictMath::asin);
    }

    /** Acos. */
    public static Operator acos() {
        return reals(StrictMath::acos);
    }

    /** Atan. */
    public static Operator atan() {
        return reals(StrictMath::atan);
    }

    /** Sinh. */
    public static Operator sinh() {
        return reals(StrictMath::sinh);
    }

    /** Cosh. */
    public static Operator cosh() {
        return reals(StrictMath::cosh);
    }

    /** Asinh. */
    public static Operator asinh() {
        return reals(UnaryMath::inverseSinh);
    }

    /** Acosh. */
    public static Operator acosh() {
        return reals(UnaryMath::inverseCosh);
    }

    /** Atanh. */
    public static Operator atanh() {
        return reals(x -> (StrictMath.log1p(x) - StrictMath.log1p(-x)) / 2);
    }

    private static double inverseSinh(double x) {
        double a = Math.abs(x);
        double y =
                a > 1e8
                        ? StrictMath.log(a) + StrictMath.log(2)
                        : StrictMath.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
        return Math.copySign(y, x);
    }

    private static double inverseCosh(double x) {
        return x > 1e8
                ? StrictMath.log(x) + StrictMath.log(2)
                : StrictMath.log1p(x - 1 + Math.sqrt((x - 1) * (x + 1)));
    }

    /** BitwiseNot. */
    public static Operator bitwiseNot() {
        return signed(
                x -> {
                    throw new IllegalArgumentException("not defined for real numbers");
                },
                x -> ~x,
                x -> ~x);
    }

    /** Integers that are signed and those that are not need functions of their own. */
    private static Operator signed(
            DoubleUnaryOperator reals, LongUnaryOperator signed, LongUnaryOperator unsigned) {
        return new UnaryMath(
                new UnaryFunction() {
                    @Override
                    public double real(double x) {
                        return reals.applyAsDouble(x);
                    }

                    @Override
                    public long whole(long x, ElementType type) {
                        return (type.isUnsigned() ? unsigned : signed).applyAsLong(x);
                    }
                });
    }

    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        UnaryLoop.run(call, function);
    }
}
