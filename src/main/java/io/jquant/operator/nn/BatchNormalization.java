package io.jquant.operator.nn;

import io.jquant.kernel.Normalize;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** BatchNormalization, with the mean and variance that training has left. */
public final class BatchNormalization implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        if (call.attributes().getBoolean("training_mode", false)
                || (call.opset() < 7 && !call.attributes().getBoolean("is_test", false))) {
            throw new IllegalArgumentException("training mode is not supported");
        }
        Tensor in = call.input(0);
        Shape s = in.shape();
        // before opset 9 every element of an image could have numbers of its own
        boolean perElement = call.opset() < 9 && call.attributes().getInt("spatial", 1) == 0;
        int channels = s.rank() < 2 ? 1 : perElement ? (int) s.size(1, s.rank()) : s.dim(1);
        int plane = s.rank() < 2 || perElement ? 1 : (int) s.size(2, s.rank());
        for (int i = 1; i <= 4; i++) {
            if (call.input(i).size() != channels) {
                throw new IllegalArgumentException(
                        "input " + i + " does not have " + channels + " elements");
            }
        }
        double epsilon = call.attributes().getFloat("epsilon", 1e-5f);
        double[] slope = new double[channels];
        double[] shift = new double[channels];
        for (int c = 0; c < channels; c++) {
            double deviation = Math.sqrt(TensorNumbers.doubleAt(call.input(4), c) + epsilon);
            slope[c] = TensorNumbers.doubleAt(call.input(1), c) / deviation;
            shift[c] =
                    TensorNumbers.doubleAt(call.input(2), c)
                            - TensorNumbers.doubleAt(call.input(3), c) * slope[c];
        }
        Tensor out = call.outputOver(0, 0, in.type(), s);
        if (in.type() == ElementType.DOUBLE) {
            double[] x = in.doubles();
            double[] y = out.doubles();
            for (int i = 0; i < in.size(); i++) {
                int c = i / plane % channels;
                y[i] = x[i] * slope[c] + shift[c];
            }
            return;
        }
        float[] x = TensorNumbers.floats(in);
        float[] y = out.storage() instanceof float[] f ? f : new float[in.size()];
        float[] u = new float[channels];
        float[] v = new float[channels];
        for (int c = 0; c < channels; c++) {
            u[c] = (float) slope[c];
            v[c] = (float) shift[c];
        }
        int images = channels == 0 || plane == 0 ? 0 : in.size() / plane / channels;
        Normalize.channels(images, channels, plane, x, 0, u, v, y, 0, call.workers());
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }
}
