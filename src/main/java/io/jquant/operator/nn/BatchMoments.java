package io.jquant.operator.nn;

import io.jquant.operator.Invocation;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * Mean and variance of each channel of a batch, as BatchNormalization takes them in training.
 *
 * @param variances divided by the number of elements
 */
record BatchMoments(double[] means, double[] variances) {
    static BatchMoments of(double[] x, int size, int channels, int plane) {
        double[] means = new double[channels];
        double[] variances = new double[channels];
        double count = channels == 0 ? 0 : (double) size / channels;
        for (int i = 0; i < size; i++) {
            means[i / plane % channels] += x[i] / count;
        }
        for (int i = 0; i < size; i++) {
            int c = i / plane % channels;
            variances[c] += (x[i] - means[c]) * (x[i] - means[c]) / count;
        }
        return new BatchMoments(means, variances);
    }

    /**
     * Writes the further outputs of the node: running mean and variance, then (before opset 14)
     * those of the batch.
     */
    void store(Invocation call, double[] runningMeans, double[] runningVariances) {
        double momentum = call.attributes().getFloat("momentum", 0.9f);
        for (int i = 1; i < call.outputCount(); i++) {
            boolean mean = i % 2 == 1;
            double[] batch = mean ? means : variances;
            double[] running = mean ? runningMeans : runningVariances;
            double[] y = batch.clone();
            for (int c = 0; i <= 2 && c < y.length; c++) {
                y[c] = momentum * running[c] + (1 - momentum) * batch[c];
            }
            Tensor like = call.input(mean ? 3 : 4);
            TensorNumbers.store(y, call.output(i, like.type(), like.shape()));
        }
    }
}
