package io.jquant.data;

import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import io.jquant.support.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a sample cannot be used: the work stops, or ({@code --skip-bad}) a warning
 * names it and the work goes on without it. Thread-safe.
 */
public final class BadSamples {
    private static final Logger LOG = LoggerFactory.getLogger(BadSamples.class);

    private final boolean skip;
    private final Map<String, String> bad = new TreeMap<>();

    private BadSamples(boolean skip) {
        this.skip = skip;
    }

    /** The first bad sample ends the work. */
    public static BadSamples stop() {
        return new BadSamples(false);
    }

    /** Bad samples are reported and left out. */
    public static BadSamples skip() {
        return new BadSamples(true);
    }

    /**
     * Loads a sample.
     *
     * @return empty when it is bad and left out; a warning then has named it, once for each sample
     */
    public Optional<Sample> load(SampleSource source, int index) {
        try {
            return Optional.of(source.load(index));
        } catch (JquantException e) {
            if (!skip || e.kind() != Kind.DATA) {
                throw e;
            }
            report(source.name(index), e.getMessage());
            return Optional.empty();
        }
    }

    private synchronized void report(String name, String why) {
        if (bad.put(name, why) == null) {
            LOG.warn("left out: {}", why);
        }
    }

    /** How many samples were left out so far. */
    public synchronized int count() {
        return bad.size();
    }

    /**
     * Ends the work when none of the samples was good.
     *
     * @param tried how many samples there were
     * @throws JquantException {@code SAMPLES_ALL_BAD}
     */
    public synchronized void requireSome(int tried) {
        if (!bad.isEmpty() && bad.size() >= tried) {
            throw Problem.SAMPLES_ALL_BAD.with(tried, bad.values().iterator().next());
        }
    }
}
