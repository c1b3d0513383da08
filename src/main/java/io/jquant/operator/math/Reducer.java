package io.jquant.operator.math;

import io.jquant.kernel.Reduction;
import io.jquant.operator.common.Chunks;
import io.jquant.operator.common.Conversion;
import io.jquant.operator.common.Fold;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import java.util.Arrays;

/** How many numbers become one; doubles and integers are joined here, first to last. */
enum Reducer {
    SUM,
    MEAN,
    MAX,
    MIN,
    PRODUCT,
    L1,
    L2,
    SUM_SQUARE,
    LOG_SUM,
    LOG_SUM_EXP;

    /** The kernel's name for it. */
    Reduction kernel() {
        return switch (this) {
            case SUM -> Reduction.SUM;
            case MEAN -> Reduction.MEAN;
            case MAX -> Reduction.MAX;
            case MIN -> Reduction.MIN;
            case PRODUCT -> Reduction.PROD;
            case L1 -> Reduction.L1;
            case L2 -> Reduction.L2;
            case SUM_SQUARE -> Reduction.SUM_SQUARE;
            case LOG_SUM -> Reduction.LOG_SUM;
            case LOG_SUM_EXP -> Reduction.LOG_SUM_EXP;
        };
    }

    private double start() {
        return switch (this) {
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
            case PRODUCT -> 1;
            default -> 0;
        };
    }

    private double join(double sum, double x) {
        return switch (this) {
            case SUM, MEAN, LOG_SUM -> sum + x;
            case MAX -> Math.max(sum, x);
            case MIN -> Math.min(sum, x);
            case PRODUCT -> sum * x;
            case L1 -> sum + Math.abs(x);
            case L2, SUM_SQUARE -> sum + x * x;
            case LOG_SUM_EXP -> throw new IllegalStateException("needs the maximum first");
        };
    }

    private double end(double sum, int count) {
        return switch (this) {
            case MEAN -> sum / count;
            case L2 -> Math.sqrt(sum);
            case LOG_SUM -> StrictMath.log(sum);
            default -> sum;
        };
    }

    /** Reduces the middle of double[]. */
    void reals(Workers workers, Fold in, double[] out) {
        int inner = in.inner();
        int middle = in.middle();
        double[] x = (double[]) in.array();
        Chunks.forEach(
                workers,
                in.outer(),
                (long) middle * inner,
                (a, b) -> {
                    double[] row = new double[middle * (this == LOG_SUM_EXP ? 1 : 0)];
                    for (int o = a; o < b; o++) {
                        if (this == LOG_SUM_EXP) {
                            for (int i = 0; i < inner; i++) {
                                for (int m = 0; m < middle; m++) {
                                    int at = (o * middle + m) * inner + i;
                                    row[m] = x[at];
                                }
                                out[o * inner + i] = logSumExp(row);
                            }
                        } else if (inner == 1) {
                            out[o] = row(x, o * middle, middle);
                        } else {
                            columns(x, o * middle * inner, middle, inner, out, o * inner);
                        }
                    }
                });
    }

    private double row(double[] x, int from, int count) {
        double sum = start();
        for (int i = from; i < from + count; i++) {
            sum = join(sum, x[i]);
        }
        return end(sum, count);
    }

    private void columns(double[] x, int from, int count, int inner, double[] out, int to) {
        Arrays.fill(out, to, to + inner, start());
        for (int m = 0; m < count; m++) {
            for (int i = 0; i < inner; i++) {
                out[to + i] = join(out[to + i], x[from + m * inner + i]);
            }
        }
        for (int i = to; i < to + inner; i++) {
            out[i] = end(out[i], count);
        }
    }

    private static double logSumExp(double[] row) {
        double max = Double.NEGATIVE_INFINITY;
        for (double x : row) {
            max = Math.max(max, x);
        }
        if (Double.isInfinite(max) || Double.isNaN(max)) {
            return max;
        }
        double sum = 0;
        for (double x : row) {
            sum += StrictMath.exp(x - max);
        }
        return max + StrictMath.log(sum);
    }

    /** Reduces the middle of long[], which holds elements of an integer type or bool. */
    void wholes(Fold in, long[] out, ElementType type) {
        long[] x = (long[]) in.array();
        int inner = in.inner();
        for (int o = 0; o < in.outer(); o++) {
            for (int i = 0; i < inner; i++) {
                int from = o * in.middle() * inner + i;
                out[o * inner + i] =
                        this == L2 || this == LOG_SUM || this == LOG_SUM_EXP
                                ? realOfWholes(x, from, in.middle(), inner, type)
                                : whole(x, from, in.middle(), inner, type);
            }
        }
    }

    private long whole(long[] x, int from, int count, int step, ElementType type) {
        long flip = type == ElementType.UINT64 ? Long.MIN_VALUE : 0;
        long sum =
                switch (this) {
                    case PRODUCT -> 1;
                    case MAX -> least(type);
                    case MIN -> greatest(type);
                    default -> 0;
                };
        for (int m = 0; m < count; m++) {
            long v = x[from + m * step];
            sum =
                    switch (this) {
                        case MAX -> Math.max(sum ^ flip, v ^ flip) ^ flip;
                        case MIN -> Math.min(sum ^ flip, v ^ flip) ^ flip;
                        case PRODUCT -> sum * v;
                        case L1 -> sum + (type.isUnsigned() ? v : Math.abs(v));
                        case SUM_SQUARE -> sum + v * v;
                        default -> sum + v;
                    };
        }
        return this == MEAN && count > 0 ? sum / count : sum;
    }

    private long realOfWholes(long[] x, int from, int count, int step, ElementType type) {
        double[] row = new double[count];
        double sum = 0;
        for (int m = 0; m < count; m++) {
            row[m] = x[from + m * step];
            sum += this == L2 ? row[m] * row[m] : row[m];
        }
        double y = this == LOG_SUM_EXP ? logSumExp(row) : end(sum, count);
        return Conversion.whole(y, type);
    }

    private static long least(ElementType type) {
        return type.isUnsigned() || type == ElementType.BOOL
                ? 0
                : Long.MIN_VALUE >> (64 - type.bits());
    }

    private static long greatest(ElementType type) {
        if (type == ElementType.BOOL) {
            return 1;
        }
        return type.isUnsigned() ? -1L >>> (64 - type.bits()) : ~least(type);
    }
}
