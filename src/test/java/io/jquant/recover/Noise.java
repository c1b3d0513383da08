package io.jquant.recover;

import io.jquant.data.Sample;
import io.jquant.data.SampleSource;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Map;
import java.util.Random;

/**
 * Gaussian noise for an input x of 1 × 4 × 16 × 16.
 *
 * @param first number of the first sample; other numbers, other noise
 * @param far in sample 0 one value is this, unless it is 0
 */
record Noise(int size, int first, float deviation, float far) implements SampleSource {
    @Override
    public String name(int index) {
        return "noise" + (first + index);
    }

    @Override
    public Sample load(int index) {
        Random random = new Random(first + index);
        float[] x = new float[4 * 16 * 16];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (deviation * random.nextGaussian());
        }
        if (first + index == 0 && far != 0) {
            x[7] = far;
        }
        return Sample.of(name(index), Map.of("x", Tensor.of(Shape.of(1, 4, 16, 16), x)));
    }
}
