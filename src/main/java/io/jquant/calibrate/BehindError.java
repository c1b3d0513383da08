package io.jquant.calibrate;

import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The squared error behind an activation of laying a tensor on a quantization grid, summed over its
 * values. Values in a bin count as its centre, or as the extreme where that comes before.
 */
final class BehindError {
    /**
     * Bins are taken together where they are finer than this share of the octave of the greatest
     * magnitude: 2^−14 is a tenth of a step where one value is a hundred times all others.
     */
    private static final int FINEST = 14;

    private static final int CODES = QuantParams.HIGHEST - QuantParams.LOWEST + 1;
    private static final int BIAS = 127;

    private final DoubleUnaryOperator f;
    private float[] x = new float[1024];
    private double[] fx = new double[1024];
    private double[] counts = new double[1024];
    private int size;

    BehindError(Statistics seen, Activation activation) {
        Range range = seen.seen();
        f = activation.within().function(seen);
        Histogram histogram = seen.histogram();
        double greatest = Math.max(Math.abs((double) range.min()), Math.abs((double) range.max()));
        int top = Math.getExponent(greatest) + BIAS;
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (!histogram.isEmpty(block)) {
                add(histogram, block, top, range);
            }
        }
    }

    private void add(Histogram histogram, int block, int top, Range seen) {
        int bins = histogram.layout().blockLength();
        int exponent = block % BinLayout.EXPONENTS;
        int finest = Math.max(0, FINEST - (top - exponent));
        int together = Math.min(bins, bins >> Math.min(finest, histogram.layout().mantissaBits()));
        double power = Math.scalb(1.0, exponent - BIAS);
        boolean negative = block >= BinLayout.EXPONENTS;
        for (int from = 0; from < bins; from += Math.max(1, together)) {
            int to = from + Math.max(1, together);
            double count = 0;
            for (int b = from; b < to; b++) {
                count += histogram.count(block, b);
            }
            if (count > 0) {
                double centre = power * (1 + (from + to) / (2.0 * bins));
                double at = negative ? -centre : centre;
                add((float) Math.max(seen.min(), Math.min(seen.max(), at)), count);
            }
        }
    }

    private void add(float at, double count) {
        if (size == x.length) {
            x = Arrays.copyOf(x, 2 * size);
            fx = Arrays.copyOf(fx, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        x[size] = at;
        fx[size] = f.applyAsDouble(at);
        counts[size] = count;
        size++;
    }

    /** The error of a grid. */
    double of(QuantParams p) {
        double[] behind = new double[CODES];
        for (int code = 0; code < CODES; code++) {
            behind[code] = f.applyAsDouble(p.dequantize(code + QuantParams.LOWEST));
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double d = behind[p.quantize(x[i]) - QuantParams.LOWEST] - fx[i];
            sum += counts[i] * d * d;
        }
        return sum;
    }
}
