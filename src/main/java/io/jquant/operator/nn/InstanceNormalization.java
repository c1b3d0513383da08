package io.jquant.operator.nn;

import io.jquant.kernel.Normalize;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * InstanceNormalization and GroupNormalization: over one channel, or a group of channels, of one
 * image.
 */
public final class InstanceNormalization implements Operator {
    private static final int SCALE_PER_CHANNEL_SINCE = 21;

    private final boolean grouped;

    private InstanceNormalization(boolean grouped) {
        this.grouped = grouped;
    }

    /** InstanceNormalization. */
    public static Operator instance() {
        return new InstanceNormalization(false);
    }

    /** GroupNormalization, whose scales belonged to groups before opset 21. */
    public static Operator group() {
        return new InstanceNormalization(true);
    }

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
        int channels = s.dim(1);
        int plane = (int) s.size(2, s.rank());
        int groups = grouped ? (int) call.attributes().requireInt("num_groups") : channels;
        if (groups < 1 || channels % groups != 0) {
            throw new IllegalArgumentException(channels + " channels in " + groups + " groups");
        }
        int each = channels / groups;
        float[] scale = TensorNumbers.floats(call.input(1));
        float[] shift = TensorNumbers.floats(call.input(2));
        boolean perChannel = !grouped || call.opset() >= SCALE_PER_CHANNEL_SINCE;
        int wanted = perChannel ? channels : groups;
        if (call.input(1).size() != wanted || call.input(2).size() != wanted) {
            throw new IllegalArgumentException("scale and bias need " + wanted + " elements");
        }
        float epsilon = call.attributes().getFloat("epsilon", 1e-5f);
        Tensor out = call.output(0, in.type(), s);
        float[] x = TensorNumbers.floats(in);
        float[] y = out.storage() instanceof float[] f ? f : new float[in.size()];
        Normalize.groups(
                s.dim(0),
                channels,
                groups,
                plane,
                epsilon,
                x,
                0,
                perChannel ? scale : repeated(scale, channels, each),
                0,
                perChannel ? shift : repeated(shift, channels, each),
                0,
                y,
                0,
                call.workers());
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }

    /** Numbers of groups as numbers of their channels. */
    private static float[] repeated(float[] ofGroups, int channels, int each) {
        float[] out = new float[channels];
        for (int c = 0; c < channels; c++) {
            out[c] = ofGroups[c / each];
        }
        return out;
    }
}
