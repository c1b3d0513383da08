package io.jquant.operator.loss;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** SoftmaxCrossEntropyLoss: of scores, whose log-softmax is a second output. */
public final class SoftmaxCrossEntropyLoss implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), ClassLoss.infer(node, node));
        node.output(1, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        double[] logs = logSoftmax(in);
        ClassLoss.run(call, in, logs);
        if (call.hasOutput(1)) {
            TensorNumbers.store(logs, call.output(1, in.type(), in.shape()));
        }
    }

    /** Along axis 1. */
    private static double[] logSoftmax(Tensor in) {
        double[] x = TensorNumbers.doubles(in);
        double[] y = new double[in.size()];
        int classes = in.rank() < 2 ? 1 : in.dim(1);
        int places = in.rank() < 2 ? 1 : (int) in.shape().size(2, in.rank());
        int rows = classes == 0 ? 0 : y.length / classes;
        for (int r = 0; r < rows; r++) {
            int base = r / places * classes * places + r % places;
            double max = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                max = Math.max(max, x[base + c * places]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += StrictMath.exp(x[base + c * places] - max);
            }
            double log = StrictMath.log(sum);
            for (int c = 0; c < classes; c++) {
                y[base + c * places] = x[base + c * places] - max - log;
            }
        }
        return y;
    }
}
