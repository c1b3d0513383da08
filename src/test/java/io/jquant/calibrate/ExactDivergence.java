package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;

/** The divergence of a grid, straight from its definition and from the values themselves. */
final class ExactDivergence {
    private final double width;
    private final int first;
    private final double[] counts;

    ExactDivergence(float[] values, int histogramBits) {
        double low = 0;
        double high = 0;
        for (float v : values) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        double side = Math.pow(2, histogramBits - 1);
        double w = Math.pow(2, Math.floor(Math.log(Math.max(-low, high) / side) / Math.log(2)) - 1);
        while (w * side < Math.max(-low, high)) {
            w *= 2;
        }
        width = w;
        first = low < 0 ? -1 - (int) Math.floor(-low / w) : 0;
        counts = new double[(int) Math.floor(high / w) - first + 1];
        for (float v : values) {
            if (v != 0) {
                int bin = (int) Math.floor(Math.abs(v) / w);
                counts[(v < 0 ? -1 - bin : bin) - first]++;
            }
        }
    }

    double of(Range range, Grid grid) {
        QuantParams p = grid.params(range);
        boolean centred = grid.isCentred(range);
        int lowest = centred ? -127 : -128;
        int codes = 128 - lowest;
        double s = p.scale();
        double zero = s * (lowest - p.zeroPoint());
        double end = s * (127 - p.zeroPoint());
        int n = counts.length;
        double[] clipped = new double[n];
        double[] mass = new double[codes];
        double[] used = new double[codes];
        int from = n;
        int to = -1;
        for (int i = 0; i < n; i++) {
            double centre = (i + first + 0.5) * width;
            if (centre >= zero - s / 2 && centre <= end + s / 2) {
                from = Math.min(from, i);
                to = i;
            }
        }
        if (s < width || to < 0) {
            return Double.POSITIVE_INFINITY;
        }
        double total = 0;
        for (int i = 0; i < n; i++) {
            clipped[Math.max(from, Math.min(to, i))] += counts[i];
            total += counts[i];
        }
        double inside = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = from; i <= to; i++) {
            if (clipped[i] > 0) {
                mass[cell(i, zero, s, codes)] += counts[i];
                used[cell(i, zero, s, codes)]++;
                inside += counts[i];
                least = Math.min(least, clipped[i] / total);
            }
        }
        double sum = 0;
        for (int i = from; i <= to; i++) {
            if (clipped[i] > 0) {
                int k = cell(i, zero, s, codes);
                double q = Math.max(mass[k] / used[k] / inside, 1e-4 * least);
                sum += clipped[i] / total * Math.log(clipped[i] / total / q);
            }
        }
        return inside == 0 ? Double.POSITIVE_INFINITY : sum;
    }

    private int cell(int bin, double zero, double s, int codes) {
        double place = ((bin + first + 0.5) * width - zero) / s;
        return (int) Math.max(0, Math.min(codes - 1, Math.floor(place + 0.5)));
    }

    /** The least divergence of a table of 50 × 50 ranges. */
    double least(Range seen, Grid grid) {
        Range r = MinMaxMethod.of(seen, grid).withZero();
        boolean centred = grid.isCentred(r) && r.max() > 0;
        double least = of(r, grid);
        for (int i = 1; i <= 50; i++) {
            for (int j = 1; j <= 50; j++) {
                double f = centred ? j : i;
                least =
                        Math.min(
                                least,
                                of(new Range((float) (r.min() * f / 50), r.max() * j / 50), grid));
            }
        }
        return least;
    }
}
