package io.jquant.operator.math;

import io.jquant.kernel.Elementwise;
import io.jquant.kernel.FloatLoop;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Erf;
import io.jquant.operator.common.RealFunction;
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

    private static Operator reals(DoubleUnaryOperator f, FloatLoop loop) {
        return new UnaryMath(new RealFunction(f, loop));
    }

    /** Abs. */
    public static Operator abs() {
        return signed(Math::abs, Math::abs, x -> x, Elementwise::abs);
    }

    /** Neg. */
    public static Operator negate() {
        return signed(x -> -x, x -> -x, x -> -x, Elementwise::negate);
    }

    /** Sign. */
    public static Operator sign() {
        return signed(
                UnaryMath::signOf,
                Long::signum,
                x -> x == 0 ? 0 : 1,
                Elementwise.of(UnaryMath::signOf));
    }

    /** Floor. */
    public static Operator floor() {
        return reals(Math::floor, Elementwise::floor);
    }

    /** Ceil. */
    public static Operator ceil() {
        return reals(Math::ceil, Elementwise::ceil);
    }

    /** Round: to even from the middle. */
    public static Operator round() {
        return reals(Math::rint, Elementwise::round);
    }

    /** Sqrt. */
    public static Operator sqrt() {
        return reals(Math::sqrt, Elementwise::sqrt);
    }

    /** Reciprocal. */
    public static Operator reciprocal() {
        return reals(x -> 1 / x, Elementwise::reciprocal);
    }

    /** Exp. */
    public static Operator exp() {
        return reals(StrictMath::exp, Elementwise::exp);
    }

    /** Log. */
    public static Operator log() {
        return reals(StrictMath::log, Elementwise::log);
    }

    /** Tanh. */
    public static Operator tanh() {
        return reals(StrictMath::tanh, Elementwise::tanh);
    }

    /** Erf. */
    public static Operator erf() {
        return reals(Erf::of, Elementwise::erf);
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

    private static double signOf(double x) {
        return x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x;
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
        if (x < 1) {
            return Double.NaN;
        }
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
                x -> ~x,
                null);
    }

    /** Integers that are signed and those that are not need functions of their own. */
    private static Operator signed(
            DoubleUnaryOperator reals,
            LongUnaryOperator signed,
            LongUnaryOperator unsigned,
            FloatLoop floats) {
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

                    @Override
                    public void floats(float[] x, int xOff, float[] y, int yOff, int n) {
                        floats.run(x, xOff, y, yOff, n);
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
