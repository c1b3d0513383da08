package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** RotaryEmbedding: turns pairs of features by an angle that grows with their place. */
public final class RotaryEmbedding implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor cosines = call.input(1);
        Tensor sines = call.input(2);
        Tensor places = call.optional(3);
        boolean split = in.rank() == 4;
        long count = call.attributes().getInt("num_heads", 0);
        if (!split && (in.rank() != 3 || count < 1 || in.dim(2) % count != 0)) {
            throw new IllegalArgumentException(in.shape() + " has not " + count + " heads");
        }
        int heads = split ? in.dim(1) : (int) count;
        int length = in.dim(split ? 2 : 1);
        int width = split ? in.dim(3) : in.dim(2) / heads;
        int turned = (int) call.attributes().getInt("rotary_embedding_dim", 0);
        int half = (turned == 0 ? width : turned) / 2;
        if (cosines.dim(-1) != half || !sines.shape().equals(cosines.shape()) || 2 * half > width) {
            throw new IllegalArgumentException(
                    "caches " + cosines.shape() + " do not fit " + half + " pairs");
        }
        boolean interleaved = call.attributes().getBoolean("interleaved", false);
        float[] cos = TensorNumbers.floats(cosines);
        float[] sin = TensorNumbers.floats(sines);
        float[] x = TensorNumbers.floats(in);
        float[] y = TensorNumbers.copyOfFloats(in);
        int rows = cosines.size() / Math.max(1, half);
        for (int b = 0; b < in.dim(0); b++) {
            for (int t = 0; t < length; t++) {
                int angle = b * length + t;
                if (places != null) {
                    angle = Math.toIntExact(places.longAt(angle));
                }
                if (angle < 0 || angle >= rows) {
                    throw new IllegalArgumentException("there is no angle for place " + angle);
                }
                for (int h = 0; h < heads; h++) {
                    int from =
                            (split ? (b * heads + h) * length + t : (b * length + t) * heads + h)
                                    * width;
                    for (int i = 0; i < half; i++) {
                        int p = from + (interleaved ? 2 * i : i);
                        int r = from + (interleaved ? 2 * i + 1 : i + half);
                        float c = cos[angle * half + i];
                        float s = sin[angle * half + i];
                        y[p] = c * x[p] - s * x[r];
                        y[r] = s * x[p] + c * x[r];
                    }
                }
            }
        }
        TensorNumbers.store(y, call.output(0, in.type(), in.shape()));
    }
}
