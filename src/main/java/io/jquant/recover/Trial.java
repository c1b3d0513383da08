package io.jquant.recover;

import io.jquant.support.Workers;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * A quantized model that is judged sample by sample, as far as is needed: for each piece of the
 * outputs the signal-to-quantization-noise ratio in dB.
 */
final class Trial {
    private final IntFunction<double[]> run;
    private final Workers workers;
    private final double[][] decibels;

    /**
     * @param run gives the figures of a sample
     */
    Trial(IntFunction<double[]> run, int samples, Workers workers) {
        this.run = run;
        this.workers = workers;
        decibels = new double[samples][];
    }

    int samples() {
        return decibels.length;
    }

    /** Runs the samples of a subset that were not run yet; tells how many these were. */
    int run(Subset some) {
        int[] open = new int[decibels.length];
        int count = 0;
        for (int i = 0; i < decibels.length; i++) {
            if (some.holds(i) && decibels[i] == null) {
                open[count++] = i;
            }
        }
        workers.forEach(count, i -> decibels[open[i]] = run.apply(open[i]));
        return count;
    }

    /**
     * The mean of each figure over the samples of a subset, which were run; NaN where no sample can
     * be compared.
     */
    double[] means(Subset some) {
        double[] sums = new double[0];
        int[] counts = new int[0];
        for (int i = 0; i < decibels.length; i++) {
            if (!some.holds(i)) {
                continue;
            }
            double[] d = decibels[i];
            sums = Arrays.copyOf(sums, d.length);
            counts = Arrays.copyOf(counts, d.length);
            for (int f = 0; f < d.length; f++) {
                if (!Double.isNaN(d[f])) {
                    sums[f] += d[f];
                    counts[f]++;
                }
            }
        }
        for (int f = 0; f < sums.length; f++) {
            sums[f] = counts[f] == 0 ? Double.NaN : sums[f] / counts[f];
        }
        return sums;
    }

    /**
     * The least of the means that judge.
     *
     * @param judging which figures tell something
     */
    double worst(Subset some, boolean... judging) {
        double[] means = means(some);
        double worst = Double.POSITIVE_INFINITY;
        for (int f = 0; f < means.length; f++) {
            if (judging[f] && !Double.isNaN(means[f])) {
                worst = Math.min(worst, means[f]);
            }
        }
        return worst == Double.POSITIVE_INFINITY ? Double.NEGATIVE_INFINITY : worst;
    }

    /** The figure whose mean over all samples is the least of those that judge; −1 for none. */
    int worstFigure(boolean... judging) {
        double[] means = means(Subset.ALL);
        int worst = -1;
        for (int f = 0; f < means.length; f++) {
            if (judging[f] && !Double.isNaN(means[f]) && (worst < 0 || means[f] < means[worst])) {
                worst = f;
            }
        }
        return worst;
    }

    /**
     * How far chance may have moved the mean gain of a figure against another trial: the standard
     * error of the gains of single samples.
     */
    double chance(Trial before, int figure) {
        int count = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < decibels.length; i++) {
            double gain = decibels[i][figure] - before.decibels[i][figure];
            if (!Double.isNaN(gain)) {
                count++;
                sum += gain;
                squares += gain * gain;
            }
        }
        double mean = sum / Math.max(1, count);
        double variance = (squares - count * mean * mean) / Math.max(1, count - 1);
        return Math.sqrt(Math.max(0, variance) / Math.max(1, count));
    }
}
