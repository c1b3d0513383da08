package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import java.util.Arrays;

/** The squared error of grids on the values themselves, and a dense search for the least. */
final class ExactError {
    private final float[] sorted;
    private final double[] sums;
    private final double[] squares;

    ExactError(float... values) {
        sorted = values.clone();
        Arrays.sort(sorted);
        sums = new double[sorted.length + 1];
        squares = new double[sorted.length + 1];
        for (int i = 0; i < sorted.length; i++) {
            sums[i + 1] = sums[i] + sorted[i];
            squares[i + 1] = squares[i] + (double) sorted[i] * sorted[i];
        }
    }

    float min() {
        return sorted[0];
    }

    float max() {
        return sorted[sorted.length - 1];
    }

    double of(Range range, Grid grid) {
        QuantParams p = grid.params(range);
        Range r = range.withZero();
        int lowest = grid.isCentred(r) ? -127 : -128;
        double error = 0;
        int from = 0;
        for (int code = lowest; code <= 127; code++) {
            double value = (double) p.scale() * (code - p.zeroPoint());
            int to = code == 127 ? sorted.length : firstAtLeast(value + p.scale() / 2.0);
            to = Math.max(from, to);
            error +=
                    squares[to]
                            - squares[from]
                            - 2 * value * (sums[to] - sums[from])
                            + value * value * (to - from);
            from = to;
        }
        return error;
    }

    private int firstAtLeast(double border) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < border) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The least error that a table of ranges and three finer tables around its best place find. */
    double least(Grid grid) {
        float low = Math.min(0, min());
        float high = Math.max(0, max());
        boolean centred = grid != Grid.ASYMMETRIC && low < 0 && high > 0;
        double bestLow = 1;
        double bestHigh = 1;
        double best = Double.POSITIVE_INFINITY;
        double ratio = Math.pow(2, 1.0 / 4);
        for (double a = 1; a > 1.0 / 300; a /= ratio) {
            for (double b = 1; b > 1.0 / 300; b /= ratio) {
                double e = at(low, high, a, b, grid, centred);
                if (e < best) {
                    best = e;
                    bestLow = a;
                    bestHigh = b;
                }
                if (high == 0 || centred) {
                    break;
                }
            }
            if (low == 0) {
                break;
            }
        }
        for (int round = 0; round < 3; round++) {
            ratio = Math.pow(ratio, 0.4);
            double aroundLow = bestLow;
            double aroundHigh = bestHigh;
            for (int i = -4; i <= 4; i++) {
                for (int j = -4; j <= 4; j++) {
                    double a = Math.min(1, aroundLow * Math.pow(ratio, i / 2.0));
                    double b = Math.min(1, aroundHigh * Math.pow(ratio, j / 2.0));
                    double e = at(low, high, a, b, grid, centred);
                    if (e < best) {
                        best = e;
                        bestLow = a;
                        bestHigh = b;
                    }
                }
            }
        }
        return best;
    }

    private double at(float low, float high, double a, double b, Grid grid, boolean centred) {
        if (centred) {
            float t = (float) (Math.max(-low, high) * a);
            return of(new Range(-t, t), grid);
        }
        return of(new Range((float) (low * a), (float) (high * b)), grid);
    }
}
