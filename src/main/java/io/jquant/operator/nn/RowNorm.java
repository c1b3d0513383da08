package io.jquant.operator.nn;

/**
 * Normalizes runs of numbers: their mean is taken away (or not) and they are divided by the root of
 * the mean square of what is left. Moments are taken in double precision, in two passes.
 */
final class RowNorm {
    private final double epsilon;
    private final boolean centered;
    private double mean;
    private double factor;

    /**
     * @param centered is the mean taken away?
     */
    RowNorm(double epsilon, boolean centered) {
        this.epsilon = epsilon;
        this.centered = centered;
    }

    /** Takes the moments of a run. */
    void measure(float[] x, int from, int count) {
        double sum = 0;
        if (centered) {
            for (int i = from; i < from + count; i++) {
                sum += x[i];
            }
        }
        mean = centered ? sum / count : 0;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            double d = x[i] - mean;
            squares += d * d;
        }
        factor = 1 / Math.sqrt(squares / count + epsilon);
    }

    double mean() {
        return mean;
    }

    /** One by the deviation. */
    double factor() {
        return factor;
    }

    /** y = normalized x · scale + shift, with one scale and shift for the run. */
    void apply(float[] x, float[] y, int from, int count, double scale, double shift) {
        double slope = factor * scale;
        for (int i = from; i < from + count; i++) {
            y[i] = (float) ((x[i] - mean) * slope + shift);
        }
    }

    /**
     * y = normalized x · scale + shift, element by element.
     *
     * @param shift null for none
     */
    void apply(float[] x, float[] y, int from, int count, float[] scale, float[] shift) {
        for (int i = 0; i < count; i++) {
            double v = (x[from + i] - mean) * factor * scale[i];
            y[from + i] = (float) (shift == null ? v : v + shift[i]);
        }
    }
}
