package io.jquant.operator.nn;

import io.jquant.kernel.Window;
import io.jquant.operator.common.Axes;

/** Pools one plane in double precision. */
abstract class PoolPlane {
    final Window window;
    private final int outputs;
    private final int places;
    private final int[] strides;

    private PoolPlane(Window window) {
        this.window = window;
        this.outputs = Axes.product(window.out());
        this.places = Axes.product(window.kernel());
        this.strides = Axes.strides(window.in());
    }

    /** One output from the elements of its window that are not padding. */
    abstract double pool(
            double[] x, int base, int[] sources, int count, int output, long[] at, int to);

    void run(double[] x, int from, double[] y, int to, long[] at) {
        int[] sources = new int[places];
        for (int o = 0; o < outputs; o++) {
            int count = 0;
            for (int t = 0; t < places; t++) {
                int s = PlainConv.source(window, o, t, strides);
                if (s >= 0) {
                    sources[count++] = s;
                }
            }
            y[to + o] = pool(x, from, sources, count, o, at, to + o);
        }
    }

    /**
     * @param columnMajor are places counted with the first spatial axis running fastest?
     */
    static PoolPlane max(Window window, boolean columnMajor) {
        return new PoolPlane(window) {
            @Override
            double pool(double[] x, int base, int[] sources, int count, int o, long[] at, int to) {
                double best = Double.NEGATIVE_INFINITY;
                int place = count > 0 ? sources[0] : 0;
                for (int i = 0; i < count; i++) {
                    double v = x[base + sources[i]];
                    if (v > best || (Double.isNaN(v) && !Double.isNaN(best))) {
                        best = v;
                        place = sources[i];
                    }
                }
                if (at != null) {
                    at[to] = base + (columnMajor ? turned(place) : place);
                }
                return best;
            }

            private long turned(int place) {
                long out = 0;
                long stride = 1;
                int[] at = new int[window.in().length];
                int rest = place;
                for (int a = at.length - 1; a >= 0; a--) {
                    at[a] = rest % window.in()[a];
                    rest /= window.in()[a];
                }
                for (int a = 0; a < at.length; a++) {
                    out += at[a] * stride;
                    stride *= window.in()[a];
                }
                return out;
            }
        };
    }

    static PoolPlane average(Window window, WindowSpec spec, boolean includePadding) {
        return new PoolPlane(window) {
            @Override
            double pool(double[] x, int base, int[] sources, int count, int o, long[] at, int to) {
                double sum = 0;
                for (int i = 0; i < count; i++) {
                    sum += x[base + sources[i]];
                }
                int divisor = includePadding ? padded(o) : count;
                return divisor == 0 ? 0 : sum / divisor;
            }

            /** Elements of a window within the padded input: ceil_mode may reach beyond. */
            private int padded(int output) {
                int n = 1;
                int rest = output;
                for (int a = window.in().length - 1; a >= 0; a--) {
                    int[] pads = spec.padding(a, window.in()[a]);
                    int first = rest % window.out()[a] * window.strides()[a];
                    int limit = pads[0] + window.in()[a] + pads[1];
                    int inside = 0;
                    for (int k = 0; k < window.kernel()[a]; k++) {
                        inside += first + k * window.dilations()[a] < limit ? 1 : 0;
                    }
                    n *= inside;
                    rest /= window.out()[a];
                }
                return n;
            }
        };
    }

    static PoolPlane lp(Window window, double p) {
        return new PoolPlane(window) {
            @Override
            double pool(double[] x, int base, int[] sources, int count, int o, long[] at, int to) {
                return norm(x, base, sources, count, p);
            }
        };
    }

    static double norm(double[] x, int base, int[] sources, int count, double p) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double v = Math.abs(x[base + sources[i]]);
            sum += p == 1 ? v : p == 2 ? v * v : StrictMath.pow(v, p);
        }
        return p == 1 ? sum : p == 2 ? Math.sqrt(sum) : StrictMath.pow(sum, 1 / p);
    }
}
