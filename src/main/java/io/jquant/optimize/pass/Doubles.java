package io.jquant.optimize.pass;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Weights as doubles, so that folding rounds once. */
final class Doubles {
    private Doubles() {}

    /** A new array with the elements of a float or double tensor. */
    static double[] of(Tensor t) {
        if (t.type() == ElementType.DOUBLE) {
            return Arrays.copyOf(t.doubles(), t.size());
        }
        float[] from = t.floats();
        double[] out = new double[t.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = from[i];
        }
        return out;
    }

    /** A tensor of type float or double. */
    static Tensor tensor(ElementType type, Shape shape, double[] values) {
        if (type == ElementType.DOUBLE) {
            return Tensor.of(type, shape, values);
        }
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return Tensor.of(shape, out);
    }

    /** Are all elements finite after rounding to the type? */
    static boolean areFinite(ElementType type, double[] values) {
        for (double v : values) {
            if (!Double.isFinite(type == ElementType.FLOAT ? (float) v : v)) {
                return false;
            }
        }
        return true;
    }
}
