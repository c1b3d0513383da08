package io.jquant.kernel;

import io.jquant.simd.Simd;
import io.jquant.simd.Taps;
import io.jquant.support.Workers;

/**
 * Pooling with a window, worked out once for its geometry. Tensors are (channels, spatial…), where
 * channels counts batch and channels together. Objects are immutable and may be shared by threads.
 */
public final class Pool {
    private static final Taps TAPS = Simd.get().taps();

    private final Kind kind;
    private final SlidingPlan plan;
    private final float[] divisors;
    private final double power;

    private enum Kind {
        MAX,
        AVERAGE,
        NORM
    }

    private Pool(Kind kind, Window window, float[] divisors, double power) {
        this.kind = kind;
        this.plan = Window.product(window.out()) == 0 ? null : new SlidingPlan(window);
        this.divisors = divisors;
        this.power = power;
    }

    /**
     * The largest input of the window; NaN if one is NaN; -Inf where the window sees padding only.
     */
    public static Pool max(Window window) {
        return new Pool(Kind.MAX, window, null, 0);
    }

    /**
     * The mean of the window's inputs.
     *
     * @param padsBehind padding behind the input that counts as zeros, as does that before it; null
     *     where padding does not count
     */
    public static Pool average(Window window, int[] padsBehind) {
        return new Pool(Kind.AVERAGE, window, PoolCounts.of(window, padsBehind), 0);
    }

    /** (Σ |x|^p)^(1/p) over the window's inputs. */
    public static Pool norm(Window window, double p) {
        return new Pool(Kind.NORM, window, null, p);
    }

    /** Pools every channel. */
    public void run(int channels, float[] x, int xOff, float[] y, int yOff, Workers workers) {
        if (plan == null) {
            return;
        }
        switch (kind) {
            case MAX -> {
                float low = Float.NEGATIVE_INFINITY;
                plan.forEachBand(
                        channels,
                        x,
                        xOff,
                        low,
                        workers,
                        (c, at, rows, copies, scratch) ->
                                max(yOff + c * plan.outSize + at, rows, copies, y, scratch));
            }
            case AVERAGE ->
                    plan.forEachBand(
                            channels,
                            x,
                            xOff,
                            0f,
                            workers,
                            (c, at, rows, copies, scratch) -> {
                                int to = yOff + c * plan.outSize + at;
                                sum(to, rows, copies, y, scratch);
                                int n = rows * plan.window.outWidth();
                                Pairwise.divide(y, to, 1, divisors, at, 1, y, to, n);
                            });
            case NORM ->
                    plan.forEachBand(
                            channels,
                            x,
                            xOff,
                            0f,
                            workers,
                            (c, at, rows, copies, scratch) -> {
                                int to = yOff + c * plan.outSize + at;
                                Norms.toPower(power, copies, 0, plan.copySize());
                                sum(to, rows, copies, y, scratch);
                                Norms.toRoot(power, y, to, rows * plan.window.outWidth());
                            });
        }
    }

    private void max(int to, int rows, float[] copies, float[] y, Scratch scratch) {
        int run = plan.run(rows);
        float[] results = scratch.result.atLeast(run + Taps.SLACK);
        TAPS.max(run, plan.offsets.length, plan.offsets, copies, 0, results, 0);
        plan.store(results, rows, y, to, scratch);
    }

    private void sum(int to, int rows, float[] copies, float[] y, Scratch scratch) {
        int run = plan.run(rows);
        float[] results = scratch.result.atLeast(run + Taps.SLACK);
        TAPS.sum(run, plan.offsets.length, plan.offsets, copies, 0, results, 0);
        plan.store(results, rows, y, to, scratch);
    }
}
