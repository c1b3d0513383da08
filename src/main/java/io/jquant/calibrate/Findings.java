package io.jquant.calibrate;

import io.jquant.grid.Range;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what is odd about the observed tensors, once for each. */
final class Findings {
    private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

    /** After so many tensors only their number is told. */
    private static final int MOST_LINES = 20;

    private Findings() {}

    static void log(List<TensorObserver> observers, IntFunction<String> sampleName) {
        int lines = 0;
        int more = 0;
        for (TensorObserver o : observers) {
            String finding = of(o, sampleName);
            if (finding == null) {
                continue;
            }
            if (lines++ < MOST_LINES) {
                LOG.warn("tensor '{}': {}", o.request().tensor(), finding);
            } else {
                more++;
            }
        }
        if (more > 0) {
            LOG.warn("{} more tensors have such values", more);
        }
    }

    private static String of(TensorObserver o, IntFunction<String> sampleName) {
        if (o.notFloat() != null) {
            return "is " + o.notFloat() + ", not float32: it has no range";
        }
        Extremes extremes = o.extremes();
        long odd = extremes.nan() + extremes.infinite();
        if (odd > 0) {
            return String.format(
                    Locale.ROOT,
                    "%d of %d values are not finite (%d NaN, %d infinite) and left out of its range,"
                            + " first in sample %s",
                    odd,
                    extremes.count(),
                    extremes.nan(),
                    extremes.infinite(),
                    sampleName.apply(o.firstBad()));
        }
        if (extremes.hasMasks()) {
            Range rest = extremes.withoutFar().range();
            return String.format(
                    Locale.ROOT,
                    "%d values beyond %.0e, as of an attention mask, are kept out of its range; the"
                            + " others lie in [%s, %s]",
                    extremes.far(),
                    Extremes.FAR,
                    rest.min(),
                    rest.max());
        }
        if (extremes.finite() > 0 && extremes.reachFar()) {
            return "its range is ["
                    + extremes.min()
                    + ", "
                    + extremes.max()
                    + "]: 8 bits cannot hold ordinary values beside such";
        }
        return null;
    }
}
