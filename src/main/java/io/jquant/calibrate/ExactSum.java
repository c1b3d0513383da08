package io.jquant.calibrate;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * A sum of doubles without any rounding until it is read: the sum is kept as a few doubles that do
 * not overlap (Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997). So it does not depend
 * on the order of the additions.
 */
final class ExactSum {
    private double[] parts = new double[2]; // ascending in magnitude
    private int used;

    /** Adds a finite number; the sum must stay far from overflow. */
    void add(double value) {
        double carry = value;
        int kept = 0;
        for (int i = 0; i < used; i++) {
            double part = parts[i];
            double sum = carry + part;
            double of = sum - carry;
            double lost = (carry - (sum - of)) + (part - of); // exact (Knuth)
            if (lost != 0) {
                parts[kept++] = lost;
            }
            carry = sum;
        }
        if (kept == parts.length) {
            parts = Arrays.copyOf(parts, 2 * kept);
        }
        parts[kept] = carry;
        used = kept + 1;
    }

    /** The sum, rounded once. */
    double value() {
        if (used <= 2) { // one addition rounds once
            return used == 0 ? 0 : used == 1 ? parts[0] : parts[0] + parts[1];
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < used; i++) {
            sum = sum.add(new BigDecimal(parts[i]));
        }
        return sum.doubleValue();
    }
}
