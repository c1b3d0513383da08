package io.jquant;

import io.jquant.support.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a result must not be worse than.
 *
 * @param minSqnr the least SQNR in dB that every output must have; null for none
 * @param minInt the least share of the multiplications in integers, in per cent; null for none
 */
record Bounds(Double minSqnr, Double minInt) {
    /**
     * Checks a result.
     *
     * @param integerShare of the multiplications, 0 … 1; NaN when it is not known
     * @param sqnr of the outputs; empty when nothing was compared
     * @throws io.jquant.support.JquantException when a bound does not hold
     */
    void check(Path file, double integerShare, List<OutputSqnr> sqnr) {
        if (minInt != null && Double.isNaN(integerShare)) {
            throw Problem.INTEGERS_UNKNOWN.with(file);
        }
        if (minInt != null && 100 * integerShare < minInt) {
            throw Problem.TOO_FEW_INTEGERS.with(file, tenths(100 * integerShare), minInt);
        }
        if (minSqnr != null && sqnr.isEmpty()) {
            throw Problem.NOTHING_TO_COMPARE.with(file);
        }
        for (OutputSqnr o : sqnr) {
            if (minSqnr != null && o.decibels() < minSqnr) {
                throw Problem.SQNR_TOO_LOW.with(file, o.output(), tenths(o.decibels()), minSqnr);
            }
        }
    }

    private static String tenths(double x) {
        return String.format(Locale.ROOT, "%.1f", x);
    }
}
