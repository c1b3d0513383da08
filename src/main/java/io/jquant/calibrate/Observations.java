package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.support.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen of all requested tensors. Ranges by several methods can be made from it, without
 * running the samples again.
 */
public final class Observations {
    private static final RangeMethod FULL = new MinMaxMethod();

    /**
     * What masks get beyond the other values: they mostly go into a Softmax, and e^−16 vanishes.
     */
    private static final float MASK_ROOM = 16;

    private final List<TensorObserver> observers;
    private final Keeps keeps;
    private final long samples;
    private final boolean halves;
    private final Map<String, ChannelStatistics> channels = new HashMap<>(); // one object each

    /**
     * @param halves is {@link TensorRange#splitHalf} wanted of tensors without channels too?
     */
    Observations(List<TensorObserver> observers, Keeps keeps, long samples, boolean halves) {
        this.observers = List.copyOf(observers);
        this.keeps = keeps;
        this.samples = samples;
        this.halves = halves;
        observers.forEach(o -> channels.put(o.request().tensor(), o.channels()));
    }

    /** How many samples were read. */
    public long samples() {
        return samples;
    }

    /**
     * The ranges that a method chooses.
     *
     * @throws IllegalArgumentException when the method needs more than was kept
     */
    public RangeTable ranges(NamedMethod method, Workers workers) {
        return ranges(List.of(method), workers).get(0);
    }

    /**
     * The ranges that methods choose, one table for each.
     *
     * @throws IllegalArgumentException when a method needs more than was kept
     */
    public List<RangeTable> ranges(List<NamedMethod> methods, Workers workers) {
        methods.forEach(this::require);
        TensorRange[][] ranges = new TensorRange[observers.size()][];
        workers.forEach(ranges.length, i -> ranges[i] = ranges(observers.get(i), methods));
        List<RangeTable> tables = new ArrayList<>();
        for (int m = 0; m < methods.size(); m++) {
            Map<String, TensorRange> table = new LinkedHashMap<>();
            for (int i = 0; i < ranges.length; i++) {
                if (ranges[i][m] != null) {
                    table.put(observers.get(i).request().tensor(), ranges[i][m]);
                }
            }
            tables.add(new RangeTable(methods.get(m).name(), table));
        }
        return tables;
    }

    private TensorRange[] ranges(TensorObserver observer, List<NamedMethod> methods) {
        TensorRange[] ranges = new TensorRange[methods.size()];
        Statistics all = observer.all();
        for (int m = 0; m < ranges.length && !all.isEmpty(); m++) {
            int same = 0;
            while (same < m && !chooseAlike(methods.get(same), methods.get(m), all)) {
                same++;
            }
            ranges[m] = same < m ? ranges[same] : range(observer, all, methods.get(m));
        }
        return ranges;
    }

    /** One-sided tensors have the same codes on the symmetric grid as on the asymmetric one. */
    private static boolean chooseAlike(NamedMethod a, NamedMethod b, Statistics all) {
        Range seen = all.withoutMasks().seen().withZero();
        return a.method().equals(b.method())
                && a.method().looksAtCodesOnly()
                && !a.grid().isCentred(seen)
                && !b.grid().isCentred(seen);
    }

    /**
     * A table as it would be by every other sample only: the even or the odd ones. Tensors that
     * were seen in none of these keep the range of all samples, and so does what is not a range.
     *
     * @param whole the ranges that the method has chosen from all samples
     * @param half 0 for the even samples, 1 for the odd ones
     * @throws IllegalArgumentException when the method needs more than was kept
     */
    public RangeTable ofHalf(RangeTable whole, NamedMethod method, int half, Workers workers) {
        require(method);
        TensorRange[] ranges = new TensorRange[observers.size()];
        workers.forEach(
                ranges.length,
                i -> {
                    TensorObserver o = observers.get(i);
                    TensorRange all = whole.get(o.request().tensor());
                    Statistics some = o.half(half);
                    ranges[i] =
                            all == null || some.isEmpty()
                                    ? all
                                    : all.withRange(choose(method(o, method), some, method.grid()));
                });
        Map<String, TensorRange> table = new LinkedHashMap<>(whole.tensors());
        for (int i = 0; i < ranges.length; i++) {
            if (ranges[i] != null) {
                table.put(observers.get(i).request().tensor(), ranges[i]);
            }
        }
        return new RangeTable(whole.method(), table);
    }

    /**
     * The range that a method chooses for one tensor; null when it was not asked for, or never held
     * a finite number.
     *
     * @throws IllegalArgumentException when the method needs more than was kept
     */
    public TensorRange range(String tensor, NamedMethod method) {
        require(method);
        TensorObserver observer = find(tensor);
        Statistics all = observer == null ? null : observer.all();
        return all == null || all.isEmpty() ? null : range(observer, all, method);
    }

    /**
     * The squared error of laying a tensor on a grid, as a share of its energy; 0 when it was not
     * seen, is all zero, or has no histogram.
     */
    public double noise(String tensor, QuantParams grid) {
        TensorObserver observer = find(tensor);
        Statistics all = observer == null ? null : observer.all();
        if (all == null || all.isEmpty() || !all.hasHistogram()) {
            return 0;
        }
        GridError error = new GridError(all.withoutMasks());
        int below = grid.zeroPoint() - QuantParams.LOWEST;
        int above = QuantParams.HIGHEST - grid.zeroPoint();
        return error.energy() == 0 ? 0 : error.of(grid.scale(), below, above) / error.energy();
    }

    private TensorObserver find(String tensor) {
        for (TensorObserver o : observers) {
            if (o.request().tensor().equals(tensor)) {
                return o;
            }
        }
        return null;
    }

    private TensorRange range(TensorObserver observer, Statistics all, NamedMethod named) {
        RangeMethod method = method(observer, named);
        Range range = choose(method, all, named.grid());
        return new TensorRange(
                range,
                all.seen(),
                observer.samples(),
                clipped(all, range),
                channels.get(observer.request().tensor()),
                wantsHalves(observer.request())
                        ? splitHalf(observer, method, named.grid(), range)
                        : TensorRange.UNKNOWN);
    }

    private void require(NamedMethod method) {
        if (method.method().needs().compareTo(keeps) > 0) {
            throw new IllegalArgumentException(method.name() + " needs " + method.method().needs());
        }
    }

    private static RangeMethod method(TensorObserver observer, NamedMethod named) {
        return observer.request().fullRange() ? FULL : named.method();
    }

    /** Whoever asks for channels guards sums of them, and asks whether the halves are alike. */
    private boolean wantsHalves(TensorRequest request) {
        return halves || request.channelAxis() != TensorRequest.NO_CHANNELS;
    }

    /** The range that a method chooses; masks do not count, but get room. */
    private static Range choose(RangeMethod method, Statistics all, Grid grid) {
        Statistics counted = all.withoutMasks();
        Range range = method.choose(counted, grid);
        if (counted == all) {
            return range;
        }
        Range seen = all.seen();
        boolean below = seen.min() <= -Extremes.FAR;
        boolean above = seen.max() >= Extremes.FAR;
        return new Range(
                below ? range.min() - MASK_ROOM : range.min(),
                above ? range.max() + MASK_ROOM : range.max());
    }

    private static double clipped(Statistics all, Range range) {
        Range seen = all.seen();
        Range kept = range.withZero();
        if (kept.min() <= seen.min() && kept.max() >= seen.max()) {
            return 0;
        }
        if (!all.hasHistogram()) {
            return (double) all.extremes().far() / all.finite(); // min-max clips nothing but masks
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
        Range even = choose(method, observer.half(0), grid).withZero();
        Range odd = choose(method, observer.half(1), grid).withZero();
        double apart =
                Math.max(
                        Math.abs((double) even.min() - odd.min()),
                        Math.abs((double) even.max() - odd.max()));
        Range whole = range.withZero();
        double width = (double) whole.max() - whole.min();
        return width == 0 ? 0 : apart / width;
    }
}
