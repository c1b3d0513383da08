package io.jquant.kernel;

import io.jquant.simd.Arithmetic;
import io.jquant.simd.Reductions;
import io.jquant.simd.Simd;
import io.jquant.support.Workers;
import java.util.Arrays;

/** Normalization of layers, groups and channels. Outputs may be laid over inputs. */
public final class Normalize {
    private static final Arithmetic ARITHMETIC = Simd.get().arithmetic();
    private static final Reductions REDUCTIONS = Simd.get().reductions();

    private Normalize() {}

    /**
     * Layer normalization of rows: {@code (x - mean) / sqrt(variance + epsilon) * scale + shift}.
     *
     * @param scale one per column
     * @param shift one per column; null for none
     * @param means takes the rows' means; null where they are not wanted
     * @param factors takes the rows' {@code 1 / sqrt(variance + epsilon)}; may be null
     */
    public static void layers(
            int rows,
            int columns,
            float epsilon,
            float[] x,
            int xOff,
            float[] scale,
            int scaleOff,
            float[] shift,
            int shiftOff,
            float[] y,
            int yOff,
            float[] means,
            int meansOff,
            float[] factors,
            int factorsOff,
            Workers workers) {
        eachRow(
                rows,
                columns,
                workers,
                r -> {
                    int from = xOff + r * columns;
                    float mean = (float) (REDUCTIONS.sum(x, from, columns) / columns);
                    float factor = factor(x, from, columns, mean, epsilon);
                    if (means != null) {
                        means[meansOff + r] = mean;
                    }
                    if (factors != null) {
                        factors[factorsOff + r] = factor;
                    }
                    float[] addend = shift == null ? zeros(columns) : shift;
                    int at = shift == null ? 0 : shiftOff;
                    ARITHMETIC.normalize(
                            x,
                            from,
                            mean,
                            factor,
                            scale,
                            scaleOff,
                            addend,
                            at,
                            y,
                            yOff + r * columns,
                            columns);
                });
    }

    /**
     * Normalization by the root of the mean square: {@code x / sqrt(mean(x²) + epsilon) * scale}.
     */
    public static void rootMeanSquare(
            int rows,
            int columns,
            float epsilon,
            float[] x,
            int xOff,
            float[] scale,
            int scaleOff,
            float[] y,
            int yOff,
            Workers workers) {
        eachRow(
                rows,
                columns,
                workers,
                r -> {
                    int from = xOff + r * columns;
                    float factor = factor(x, from, columns, 0f, epsilon);
                    ARITHMETIC.normalize(
                            x,
                            from,
                            0f,
                            factor,
                            scale,
                            scaleOff,
                            zeros(columns),
                            0,
                            y,
                            yOff + r * columns,
                            columns);
                });
    }

    /**
     * Group normalization of (batch, channels, size), where mean and variance are taken over the
     * channels of a group; with as many groups as channels it is instance normalization.
     *
     * @param scale one per channel
     * @param shift one per channel
     */
    public static void groups(
            int batch,
            int channels,
            int groups,
            int size,
            float epsilon,
            float[] x,
            int xOff,
            float[] scale,
            int scaleOff,
            float[] shift,
            int shiftOff,
            float[] y,
            int yOff,
            Workers workers) {
        int perGroup = channels / groups;
        int n = perGroup * size;
        eachRow(
                batch * groups,
                n,
                workers,
                g -> {
                    int from = xOff + g * n;
                    float mean = (float) (REDUCTIONS.sum(x, from, n) / n);
                    float factor = factor(x, from, n, mean, epsilon);
                    for (int i = 0; i < perGroup; i++) {
                        int c = g % groups * perGroup + i;
                        float a = scale[scaleOff + c] * factor;
                        float b = shift[shiftOff + c] - mean * a;
                        int at = g * n + i * size;
                        ARITHMETIC.affine(x, xOff + at, a, b, y, yOff + at, size);
                    }
                });
    }

    /**
     * {@code x * scale + shift} of (batch, channels, size), rounded once; one of each per channel.
     */
    public static void channels(
            int batch,
            int channels,
            int size,
            float[] x,
            int xOff,
            float[] scale,
            float[] shift,
            float[] y,
            int yOff,
            Workers workers) {
        eachRow(
                batch * channels,
                size,
                workers,
                r ->
                        ARITHMETIC.affine(
                                x,
                                xOff + r * size,
                                scale[r % channels],
                                shift[r % channels],
                                y,
                                yOff + r * size,
                                size));
    }

    private static float factor(float[] x, int off, int n, float centre, float epsilon) {
        double variance = REDUCTIONS.sumSquares(x, off, n, centre) / n;
        return (float) (1 / Math.sqrt(variance + epsilon));
    }

    private static float[] zeros(int n) {
        float[] zeros = Scratch.ofThread().tile.atLeast(n);
        Arrays.fill(zeros, 0, n, -0f); // adding it changes nothing, +0 would change -0
        return zeros;
    }

    private static void eachRow(int rows, int columns, Workers workers, Workers.Task task) {
        Shares.rows(rows, columns, workers)
                .forEach(
                        workers,
                        (from, count) -> {
                            for (int r = from; r < from + count; r++) {
                                task.run(r);
                            }
                        });
    }
}
