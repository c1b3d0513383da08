package io.jquant.operator.nn;

import io.jquant.kernel.Normalize;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.stream.IntStream;

/**
 * BatchNormalization, with the mean and variance that training has left or, in training, the batch
 * has.
 */
public final class BatchNormalization implements Operator {
    private static final int TRAINING_MODE_SINCE = 14;

    @Override
    public void infer(Inference node) {
        SymbolicShape x = node.shape(0);
        Dimension channels = x == null || x.rank() < 2 ? Dimension.UNKNOWN : x.dim(1);
        for (int i = 1; i <= 4 && !isPerElement(node); i++) {
            SymbolicShape s = node.shape(i);
            boolean differs =
                    s != null
                            && s.rank() == 1
                            && s.isKnown()
                            && channels.isKnown()
                            && !s.dim(0).equals(channels);
            if ((s != null && s.rank() != 1) || differs) {
                throw new IllegalArgumentException(
                        "input " + i + " is " + s + " for " + channels + " channels");
            }
        }
        node.output(0, node.inputType(0));
        for (int i = 1; i < node.outputCount(); i++) {
            node.output(i, node.inputType(i % 2 == 1 ? 3 : 4));
        }
    }

    /** Before opset 9 every element of an image could have numbers of its own. */
    private static boolean isPerElement(NodeView node) {
        return node.opset() < 9 && node.attributes().getInt("spatial", 1) == 0;
    }

    /**
     * Are the moments those of the batch? Before opset 14 further outputs say so; where nobody
     * reads them, an exporter has only listed them.
     */
    private static boolean trains(Invocation node) {
        if (node.opset() >= TRAINING_MODE_SINCE) {
            return node.attributes().getBoolean("training_mode", false);
        }
        return node.opset() < 7
                ? !node.attributes().getBoolean("is_test", false)
                : IntStream.range(1, node.outputCount()).anyMatch(node::hasOutput);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Shape s = in.shape();
        boolean perElement = isPerElement(call);
        int channels = s.rank() < 2 ? 1 : perElement ? (int) s.size(1, s.rank()) : s.dim(1);
        int plane = s.rank() < 2 || perElement ? 1 : (int) s.size(2, s.rank());
        for (int i = 1; i <= 4; i++) {
            if (call.input(i).size() != channels) {
                throw new IllegalArgumentException(
                        "input " + i + " does not have " + channels + " elements");
            }
        }
        double epsilon = call.attributes().getFloat("epsilon", 1e-5f);
        double[] means = TensorNumbers.doubles(call.input(3));
        double[] variances = TensorNumbers.doubles(call.input(4));
        if (trains(call)) {
            BatchMoments moments =
                    BatchMoments.of(TensorNumbers.doubles(in), in.size(), channels, plane);
            moments.store(call, means, variances);
            means = moments.means();
            variances = moments.variances();
        }
        double[] slope = new double[channels];
        double[] shift = new double[channels];
        for (int c = 0; c < channels; c++) {
            double deviation = Math.sqrt(variances[c] + epsilon);
            slope[c] = TensorNumbers.doubleAt(call.input(1), c) / deviation;
            shift[c] = TensorNumbers.doubleAt(call.input(2), c) - means[c] * slope[c];
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
