package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** CumSum and CumProd: running sums or products along an axis. */
public final class CumSum implements Operator {
    private final boolean product;

    private CumSum(boolean product) {
        this.product = product;
    }

    /** CumSum. */
    public static Operator sum() {
        return new CumSum(false);
    }

    /** CumProd. */
    public static Operator product() {
        return new CumSum(true);
    }

    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int axis = Axes.normalize(call.input(1).longAt(0), in.rank());
        boolean exclusive = call.attributes().getBoolean("exclusive", false);
        boolean reverse = call.attributes().getBoolean("reverse", false);
        ElementType type = in.type();
        Tensor out = call.output(0, type, in.shape());
        int size = in.dim(axis);
        int inner = (int) in.shape().size(axis + 1, in.rank());
        int rows = size == 0 ? 0 : in.size() / size;
        double[] reals = type.isFloatingPoint() ? TensorNumbers.doubles(in) : null;
        long[] wholes = reals == null ? TensorNumbers.longs(in) : null;
        double[] realSums = reals == null ? null : new double[in.size()];
        long[] wholeSums = wholes == null ? null : new long[in.size()];
        for (int r = 0; r < rows; r++) {
            int base = r / inner * size * inner + r % inner;
            double real = product ? 1 : 0;
            long whole = product ? 1 : 0;
            for (int i = 0; i < size; i++) {
                int at = base + (reverse ? size - 1 - i : i) * inner;
                if (reals != null) {
                    double next = product ? real * reals[at] : real + reals[at];
                    // float sums are kept in float, as the peers do
                    next = type == ElementType.DOUBLE ? next : (float) next;
                    realSums[at] = exclusive ? real : next;
                    real = next;
                } else {
                    long next = product ? whole * wholes[at] : whole + wholes[at];
                    wholeSums[at] = exclusive ? whole : next;
                    whole = next;
                }
            }
        }
        if (reals != null) {
            TensorNumbers.store(realSums, out);
        } else {
            TensorNumbers.store(wholeSums, out);
        }
    }
}
