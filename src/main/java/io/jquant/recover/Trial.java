package io.jquant.recover;

import io.jquant.support.Workers;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A quantized model that is judged sample by sample, as far as is needed: for each piece of the
 * outputs the signal-to-quantization-noise ratio in dB.
 */
final class Trial {
    /** Of Student's distribution, what 84 % stay below, for 1, 2, … degrees of freedom. */
    private static final double[] STUDENT = {1.84, 1.32, 1.20, 1.14, 1.11, 1.09, 1.08};

    private IntFunction<double[]> run; // null when all samples were run: it holds a whole model
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
        IntFunction<double[]> sample = run;
        workers.forEach(count, i -> decibels[open[i]] = sample.apply(open[i]));
        if (Arrays.stream(decibels).noneMatch(Objects::isNull)) {
            run = null;
        }
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
     * Is the worst output better than another trial's by more than chance may do? That is a
     * standard error of the gains of single samples, more for fewer than ten samples (Student). Of
     * one sample nothing can be told.
     */
    boolean beats(Trial other, boolean... judging) {
        double before = other.worst(Subset.ALL, judging);
        int figure = other.worstFigure(judging);
        if (figure < 0) {
            return worst(Subset.ALL, judging) > before;
        }
        int freedom = compared(other, figure) - 1;
        if (freedom < 1) {
            return false;
        }
        double factor = freedom <= STUDENT.length ? STUDENT[freedom - 1] : 1 + 0.55 / freedom;
        return worst(Subset.ALL, judging) - before > factor * chance(other, figure);
    }

    private int compared(Trial other, int figure) {
        int count = 0;
        for (int i = 0; i < decibels.length; i++) {
            count += Double.isNaN(decibels[i][figure] - other.decibels[i][figure]) ? 0 : 1;
        }
        return count;
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
