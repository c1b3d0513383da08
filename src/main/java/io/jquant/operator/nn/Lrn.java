package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** LRN: divides by a power of the mean square over neighbouring channels. */
public final class Lrn implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Shape s = in.shape();
        if (s.rank() < 2) {
            throw new IllegalArgumentException("input " + s + " has no channels");
        }
        int size = Math.toIntExact(call.attributes().requireInt("size"));
        double alpha = call.attributes().getFloat("alpha", 1e-4f);
        double beta = call.attributes().getFloat("beta", 0.75f);
        double bias = call.attributes().getFloat("bias", 1);
        int channels = s.dim(1);
        int plane = (int) s.size(2, s.rank());
        int before = (size - 1) / 2;
        int behind = size / 2;
        double[] x = TensorNumbers.doubles(in);
        double[] y = new double[in.size()];
        Chunks.forEach(
                call.workers(),
                s.dim(0) * channels,
                32L * plane,
                (a, b) -> {
                    for (int p = a; p < b; p++) {
                        int c = p % channels;
                        int first = p - Math.min(before, c);
                        int last = p + Math.min(behind, channels - 1 - c);
                        for (int i = 0; i < plane; i++) {
                            double sum = 0;
                            for (int q = first; q <= last; q++) {
                                sum += x[q * plane + i] * x[q * plane + i];
                            }
                            double base = bias + alpha / size * sum;
                            y[p * plane + i] = x[p * plane + i] / power(base, beta);
                        }
                    }
                });
        TensorNumbers.store(y, call.output(0, in.type(), s));
    }

    private static double power(double base, double exponent) {
        if (exponent == 0.75) {
            double root = Math.sqrt(base);
            return root * Math.sqrt(root);
        }
        return exponent == 0.5 ? Math.sqrt(base) : StrictMath.pow(base, exponent);
    }
}
