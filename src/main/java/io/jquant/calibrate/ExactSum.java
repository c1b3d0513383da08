package io.jquant.calibrate;

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

    /** The sum, rounded once, to even in a tie (as in Python's math.fsum). */
    double value() {
        if (used == 0) {
            return 0;
        }
        int next = used - 1;
        double high = parts[next];
        double low = 0;
        while (next > 0 && low == 0) { // from the largest down, until something is rounded away
            double above = high;
            double part = parts[--next];
            high = above + part;
            low = part - (high - above);
        }
        // What was rounded away may be just half a step: then the parts below it decide.
        if (next > 0 && low != 0 && low > 0 == parts[next - 1] > 0) {
            double doubled = 2 * low;
            double stepped = high + doubled;
            if (stepped - high == doubled) {
                high = stepped;
            }
        }
        return high;
    }
}
