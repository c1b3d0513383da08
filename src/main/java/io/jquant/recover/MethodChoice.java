package io.jquant.recover;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.Calibrator;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.Observations;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.data.SampleSource;
import io.jquant.graph.Model;
import io.jquant.grid.Grid;
import io.jquant.rewrite.PlanOptions;
import io.jquant.support.Progress;
import io.jquant.support.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The method {@code auto}: of all range methods the one whose quantized model keeps its worst
 * output best on samples that were held out of the calibration; then, for stretches of tensors, the
 * ranges of another method of the same grid where that raises the figure.
 *
 * <p>The samples are run once, for all methods. A piece of an output that no method brings to
 * {@link #HOPELESS} (a class that does not occur in the samples, say) does not judge.
 */
public final class MethodChoice {
    private static final Logger LOG = LoggerFactory.getLogger(MethodChoice.class);

    /** Below this many dB a piece tells nothing. */
    private static final double HOPELESS = 3;

    /** At most so many held-out samples judge. */
    public static final int JUDGES = 20;

    /** So many stretches of tensors are tried with another method, by so many other methods. */
    private static final int STRETCHES = 8;

    private static final int OTHERS = 2;

    /** An exception must bring so many dB. */
    private static final double WORTH = 0.1;

    private final CalibrationJob job;
    private final PlanOptions options;
    private final Simulation simulation;

    /**
     * What was chosen.
     *
     * @param ranges the table; its method is {@code auto:} and the chosen one
     * @param grid the grid of the chosen method
     * @param decibels the figure of the worst output, or piece of one, on the held-out samples
     * @param tried the same figure for each method, in the order of the documentation
     * @param exceptions tensor → the method that its range is of, where that is another one
     */
    public record Choice(
            RangeTable ranges,
            Grid grid,
            double decibels,
            Map<String, Double> tried,
            Map<String, String> exceptions) {}

    private MethodChoice(CalibrationJob job, PlanOptions options, Simulation simulation) {
        this.job = job;
        this.options = options;
        this.simulation = simulation;
    }

    /**
     * Chooses.
     *
     * @param job the float model, prepared for the planner, with the samples to find ranges by
     * @param held the samples to judge by
     * @param options of the plan; its grid does not count
     * @throws io.jquant.support.JquantException when a sample or the model cannot be run
     */
    public static Choice choose(
            CalibrationJob job,
            SampleSource held,
            PlanOptions options,
            RangeMethods.Options methods) {
        List<NamedMethod> all =
                RangeMethods.names().stream().map(n -> RangeMethods.find(n, methods)).toList();
        Observations seen = Calibrator.observe(job, all);
        try (Workers workers = new Workers(job.threads())) {
            Model model = job.model();
            Simulation simulation =
                    new Simulation(model, held, JUDGES, job.bad(), job.states(), workers);
            Map<NamedMethod, RangeTable> tables = new LinkedHashMap<>();
            all.forEach(m -> tables.put(m, seen.ranges(m, workers)));
            return new MethodChoice(job, options, simulation).choose(tables);
        }
    }

    private Choice choose(Map<NamedMethod, RangeTable> tables) {
        NamedMethod usual =
                tables.keySet().stream()
                        .filter(m -> m.name().equals(RangeMethods.DEFAULT))
                        .findFirst()
                        .orElseThrow();
        if (simulation.isBlind()) {
            LOG.warn(
                    "no float output to judge by: {} is taken in place of {}",
                    usual.name(),
                    RangeMethods.AUTO);
            return new Choice(tables.get(usual), usual.grid(), Double.NaN, Map.of(), Map.of());
        }
        Progress progress = job.progress();
        progress.start("choose", tables.size() + OTHERS * STRETCHES);
        Map<NamedMethod, double[]> figures = new LinkedHashMap<>();
        tables.forEach(
                (m, table) -> {
                    double[] f = simulation.decibels(table, options.withGrid(m.grid()));
                    if (f != null) {
                        figures.put(m, f);
                    }
                    progress.advance(1);
                });
        if (figures.isEmpty()) { // nothing is quantized whatever the ranges
            progress.done();
            return new Choice(
                    named(usual, tables.get(usual).tensors()),
                    usual.grid(),
                    Double.NaN,
                    Map.of(),
                    Map.of());
        }
        boolean[] judging = judging(figures);
        Map<String, Double> tried = new LinkedHashMap<>();
        figures.forEach((m, f) -> tried.put(m.name(), worst(f, judging)));
        List<NamedMethod> order = new ArrayList<>(figures.keySet());
        if (order.remove(usual)) {
            order.add(0, usual); // wins ties
        }
        order.sort((a, b) -> Double.compare(tried.get(b.name()), tried.get(a.name())));
        NamedMethod best = order.get(0);
        Choice choice = exceptions(best, order, tables, tried, judging, progress);
        progress.done();
        List<String> all = new ArrayList<>();
        tried.forEach((m, f) -> all.add(m + " " + decibels(f)));
        LOG.info(
                "auto: {} with {} on {} samples, {} tensors by another method; tried {}",
                best.name(),
                decibels(choice.decibels),
                simulation.samples(),
                choice.exceptions.size(),
                String.join(", ", all));
        return choice;
    }

    private static String decibels(double d) {
        return String.format(Locale.ROOT, "%.1f dB", d);
    }

    /** Which figures tell something. */
    private static boolean[] judging(Map<NamedMethod, double[]> figures) {
        double[] best = figures.values().iterator().next().clone();
        for (double[] f : figures.values()) {
            for (int i = 0; i < f.length; i++) {
                best[i] = f[i] > best[i] || Double.isNaN(best[i]) ? f[i] : best[i];
            }
        }
        boolean[] judging = new boolean[best.length];
        boolean any = false;
        for (int i = 0; i < best.length; i++) {
            judging[i] = best[i] >= HOPELESS;
            any |= judging[i];
        }
        for (int i = 0; i < best.length && !any; i++) {
            judging[i] = !Double.isNaN(best[i]);
        }
        return judging;
    }

    private static double worst(double[] figures, boolean... judging) {
        double worst = Double.POSITIVE_INFINITY;
        for (int i = 0; i < figures.length; i++) {
            if (judging[i] && !Double.isNaN(figures[i])) {
                worst = Math.min(worst, figures[i]);
            }
        }
        return worst == Double.POSITIVE_INFINITY ? Double.NEGATIVE_INFINITY : worst;
    }

    private static RangeTable named(NamedMethod method, Map<String, TensorRange> ranges) {
        return new RangeTable(RangeMethods.AUTO + ":" + method.name(), ranges);
    }

    private Choice exceptions(
            NamedMethod best,
            List<NamedMethod> order,
            Map<NamedMethod, RangeTable> tables,
            Map<String, Double> tried,
            boolean[] judging,
            Progress progress) {
        Map<String, TensorRange> ranges = new LinkedHashMap<>(tables.get(best).tensors());
        Map<String, String> exceptions = new LinkedHashMap<>();
        double figure = tried.get(best.name());
        PlanOptions grid = options.withGrid(best.grid());
        List<NamedMethod> others =
                order.stream()
                        .filter(m -> !m.name().equals(best.name()) && m.grid() == best.grid())
                        .limit(OTHERS)
                        .toList();
        List<String> names = new ArrayList<>(ranges.keySet());
        for (NamedMethod other : others) {
            for (int s = 0; s < STRETCHES; s++) {
                Map<String, TensorRange> changed = new LinkedHashMap<>(ranges);
                List<String> stretch =
                        names.subList(
                                s * names.size() / STRETCHES, (s + 1) * names.size() / STRETCHES);
                for (String name : stretch) {
                    changed.put(name, tables.get(other).get(name));
                }
                if (!changed.equals(ranges)) {
                    double[] f = simulation.decibels(named(best, changed), grid);
                    if (f != null && worst(f, judging) >= figure + WORTH) {
                        figure = worst(f, judging);
                        ranges = changed;
                        stretch.forEach(name -> exceptions.put(name, other.name()));
                    }
                }
                progress.advance(1);
            }
        }
        return new Choice(named(best, ranges), best.grid(), figure, tried, exceptions);
    }
}
