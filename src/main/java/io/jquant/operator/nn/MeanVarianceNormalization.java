package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Broadcast;
import io.jquant.support.Workers;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** MeanVarianceNormalization: mean 0 and variance 1 along some axes. */
public final class MeanVarianceNormalization implements Operator {
    /** Keeps constants from being divided by zero (the operator's function body). */
    private static final double TINY = 1e-9;

    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        long[] given = call.attributes().getInts("axes");
        long[] axes = given == null ? new long[] {0, 2, 3} : given;
        boolean[] gone = Axes.mask(axes, in.rank());
        Shape groups = in.shape();
        long count = 1;
        for (int i = 0; i < gone.length; i++) {
            count *= gone[i] ? in.dim(i) : 1;
            groups = gone[i] ? groups.withDim(i, 1) : groups;
        }
        double[] x = TensorNumbers.doubles(in);
        double[] y = new double[in.size()];
        double[] means = new double[(int) groups.size()];
        double[] deviations = new double[means.length];
        Broadcast runs = Broadcast.under(in.shape(), groups);
        int step = runs.step(0);
        runs.forEach(
                Workers.SERIAL,
                (at, o, n) -> {
                    for (int i = 0; i < n; i++) {
                        means[at[0] + i * step] += x[o + i];
                    }
                });
        for (int g = 0; g < means.length; g++) {
            means[g] /= count;
        }
        runs.forEach(
                Workers.SERIAL,
                (at, o, n) -> {
                    for (int i = 0; i < n; i++) {
                        int g = at[0] + i * step;
                        deviations[g] += (x[o + i] - means[g]) * (x[o + i] - means[g]);
                    }
                });
        for (int g = 0; g < means.length; g++) {
            deviations[g] = Math.sqrt(deviations[g] / count) + TINY;
        }
        runs.forEach(
                Workers.SERIAL,
                (at, o, n) -> {
                    for (int i = 0; i < n; i++) {
                        int g = at[0] + i * step;
                        y[o + i] = (x[o + i] - means[g]) / deviations[g];
                    }
                });
        TensorNumbers.store(y, call.output(0, in.type(), in.shape()));
    }
}
