package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;
import io.jquant.support.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen of all requested tensors. Ranges by several methods can be made from it, without
 * running the samples again.
 */
public final class Observations {
    private static final RangeMethod FULL = new MinMaxMethod();

    private final List<TensorObserver> observers;
    private final boolean histograms;
    private final long samples;

    Observations(List<TensorObserver> observers, boolean histograms, long samples) {
        this.observers = List.copyOf(observers);
        this.histograms = histograms;
        this.samples = samples;
    }

    /** How many samples were read. */
    public long samples() {
        return samples;
    }

    /**
     * The ranges that a method chooses.
     *
     * @throws IllegalArgumentException when the method needs histograms and none were kept
     */
    public RangeTable ranges(NamedMethod method, Workers workers) {
        if (method.method().needsHistogram() && !histograms) {
            throw new IllegalArgumentException(method.name() + " needs histograms");
        }
        TensorRange[] ranges = new TensorRange[observers.size()];
        workers.forEach(ranges.length, i -> ranges[i] = range(observers.get(i), method));
        Map<String, TensorRange> table = new LinkedHashMap<>();
        for (int i = 0; i < ranges.length; i++) {
            if (ranges[i] != null) {
                table.put(observers.get(i).request().tensor(), ranges[i]);
            }
        }
        return new RangeTable(method.name(), table);
    }

    private static TensorRange range(TensorObserver observer, NamedMethod named) {
        Statistics all = observer.all();
        if (all.isEmpty()) {
            return null;
        }
        RangeMethod method = observer.request().fullRange() ? FULL : named.method();
        Range range = method.choose(all, named.grid());
        return new TensorRange(
                range,
                all.seen(),
                observer.samples(),
                clipped(all, range),
                observer.channels(),
                splitHalf(observer, method, named.grid(), range));
    }

    private static double clipped(Statistics all, Range range) {
        Range seen = all.seen();
        Range kept = range.withZero();
        if (kept.min() <= seen.min() && kept.max() >= seen.max()) {
            return 0;
        }
        GridError tails = new GridError(all);
        double outside =
                tails.negative().above(0 - (double) kept.min())
                        + tails.positive().above((double) kept.max());
        return outside / all.finite();
    }

    /** See {@link TensorRange#splitHalf}. */
    private static double splitHalf(
            TensorObserver observer, RangeMethod method, Grid grid, Range range) {
        if (observer.half(0).isEmpty() || observer.half(1).isEmpty()) {
            return TensorRange.UNKNOWN;
        }
        Range even = method.choose(observer.half(0), grid).withZero();
        Range odd = method.choose(observer.half(1), grid).withZero();
        double apart =
                Math.max(
                        Math.abs((double) even.min() - odd.min()),
                        Math.abs((double) even.max() - odd.max()));
        Range whole = range.withZero();
        double width = (double) whole.max() - whole.min();
        return width == 0 ? 0 : apart / width;
    }
}
