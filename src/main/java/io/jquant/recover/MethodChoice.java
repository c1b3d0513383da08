package io.jquant.recover;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.Calibrator;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.Observations;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.data.SampleSource;
import io.jquant.graph.Model;
import io.jquant.grid.Grid;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.support.Progress;
import io.jquant.support.Workers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The method {@code auto}: of all range methods the one whose quantized model keeps its worst
 * output best, the usual one where no other is better by more than chance may do; then ranges of
 * single tensors by other methods of the same grid, or by the error behind the activation that a
 * tensor feeds, where that raises the figure.
 *
 * <p>What is judged are the tables that all samples of the calibration give, for how the errors of
 * a model's layers meet is a matter of the very numbers: tables by four fifths of the samples have
 * other luck, a decibel of it in small networks. Samples that ranges are not found by judge first,
 * those of the calibration after them: ranges learn little from one among many. With {@link #FEW}
 * or less they do learn from it, so each is judged by the ranges of the half that it is not in, and
 * there are no exceptions.
 *
 * <p>Where outputs have few values, as those of classifiers, twenty samples leave much to chance,
 * and more judge.
 *
 * <p>The samples are run once, for all methods. A piece of an output that no method brings to
 * {@link #HOPELESS} (a class that does not occur in the samples, say) does not judge.
 */
public final class MethodChoice {
    private static final Logger LOG = LoggerFactory.getLogger(MethodChoice.class);

    /** Below this many dB a piece tells nothing. */
    private static final double HOPELESS = 3;

    /** At most so many samples judge. */
    public static final int JUDGES = 60;

    /** Of so many samples ranges learn by heart. */
    private static final int FEW = 15;

    /** So many others are enough to judge without these. */
    private static final int ENOUGH = 8;

    /** Exceptions may cost as much as so many methods. */
    private static final int BUDGET = 12;

    private final CalibrationJob job;
    private final PlanOptions options;
    private final Simulation simulation;
    private final Observations seen;
    private final Map<NamedMethod, RangeTable> tables;
    private final boolean crosses;
    private final Workers workers;

    /**
     * What was chosen.
     *
     * @param ranges the table; its method is {@code auto:} and the chosen one
     * @param grid the grid of the chosen method
     * @param decibels the figure of the worst output, or piece of one, on the judging samples
     *     (without the refinement where {@code crossed}); NaN where nothing could be judged
     * @param tried the same figure for each method alone, in the order of the documentation
     * @param exceptions tensor → the method that its range is of, where that is another one
     * @param judges how many samples judged
     * @param unseen by how many of them the ranges that they judged were not found
     * @param crossed were samples of the calibration judged by the ranges of one half of them each?
     *     They are among the unseen ones then
     * @param refinement what a refinement of the ranges brought, and whether it was taken; null
     *     where none was asked for
     */
    public record Choice(
            RangeTable ranges,
            Grid grid,
            double decibels,
            Map<String, Double> tried,
            Map<String, String> exceptions,
            int judges,
            int unseen,
            boolean crossed,
            Refinement refinement) {}

    private MethodChoice(
            CalibrationJob job,
            PlanOptions options,
            Simulation simulation,
            Observations seen,
            Map<NamedMethod, RangeTable> tables,
            boolean crosses,
            Workers workers) {
        this.job = job;
        this.options = options;
        this.simulation = simulation;
        this.seen = seen;
        this.tables = tables;
        this.crosses = crosses;
        this.workers = workers;
    }

    /**
     * Chooses.
     *
     * @param job the float model, prepared for the planner, with the samples to find ranges by
     * @param unseen samples to judge by beside those of the job; may be empty
     * @param options of the plan; its grid does not count
     * @param refine what is tried with the ranges at last
     * @throws io.jquant.support.JquantException when a sample or the model cannot be run
     */
    public static Choice choose(
            CalibrationJob job,
            List<SampleSource> unseen,
            PlanOptions options,
            RangeMethods.Options methods,
            Refine refine) {
        List<NamedMethod> all =
                RangeMethods.names().stream()
                        .map(n -> options.laid(RangeMethods.find(n, methods)))
                        .toList();
        Observations seen = Calibrator.observe(job, all);
        try (Workers workers = new Workers(job.threads())) {
            Model model = job.model();
            SampleSource own = job.samples();
            boolean few = own.size() <= FEW;
            boolean enough = unseen.stream().mapToInt(SampleSource::size).sum() >= ENOUGH;
            Simulation simulation =
                    new Simulation(
                            model,
                            unseen,
                            few && enough ? null : own,
                            JUDGES,
                            job.bad(),
                            job.states(),
                            workers);
            Map<NamedMethod, RangeTable> tables = new LinkedHashMap<>();
            List<RangeTable> found = seen.ranges(all, workers);
            for (int i = 0; i < found.size(); i++) {
                tables.put(all.get(i), found.get(i));
            }
            boolean crosses = few && !enough && own.size() > 1;
            return new MethodChoice(job, options, simulation, seen, tables, crosses, workers)
                    .choose(refine);
        }
    }

    /** The model by a method's ranges, run on all samples; null when nothing would be quantized. */
    private Trial trial(NamedMethod m) {
        RangeTable whole = tables.get(m);
        PlanOptions gridded = options.withGrid(m.grid());
        Trial t =
                crosses
                        ? simulation.crossed(
                                whole,
                                seen.ofHalf(whole, m, 0, workers),
                                seen.ofHalf(whole, m, 1, workers),
                                gridded)
                        : simulation.trial(whole, gridded);
        if (t != null) {
            t.run(Subset.ALL);
        }
        return t;
    }

    private Choice choose(Refine refine) {
        NamedMethod usual =
                tables.keySet().stream()
                        .filter(m -> m.name().equals(RangeMethods.USUAL))
                        .findFirst()
                        .orElseThrow();
        if (simulation.isBlind()) {
            LOG.warn(
                    "no float output to judge by: {} is taken in place of {}",
                    usual.name(),
                    RangeMethods.AUTO);
            return unjudged(usual, tables.get(usual), refine);
        }
        Progress progress = job.progress();
        long budget = (long) BUDGET * simulation.samples();
        progress.start("choose", (long) tables.size() * simulation.samples() + budget);
        Map<NamedMethod, Trial> trials = new LinkedHashMap<>();
        tables.forEach(
                (m, table) -> {
                    Trial t = trial(m);
                    if (t != null) {
                        trials.put(m, t);
                    }
                    progress.advance(simulation.samples());
                });
        if (trials.isEmpty()) { // nothing is quantized whatever the ranges
            progress.done();
            return unjudged(usual, named(usual), refine);
        }
        boolean[] judging = judging(trials.values());
        Map<String, Double> tried = new LinkedHashMap<>();
        trials.forEach((m, t) -> tried.put(m.name(), t.worst(Subset.ALL, judging)));
        List<NamedMethod> order = new ArrayList<>(trials.keySet());
        order.sort((a, b) -> Double.compare(tried.get(b.name()), tried.get(a.name())));
        NamedMethod best = order.get(0);
        if (trials.containsKey(usual) && !trials.get(best).beats(trials.get(usual), judging)) {
            best = usual;
        }
        PlanOptions gridded = options.withGrid(best.grid());
        RangeTable table = named(best);
        double figure = tried.get(best.name());
        Map<String, String> exceptions = Map.of();
        Refinement refined = null;
        if (!crosses || refine != Refine.NONE) {
            Trial start = crosses ? simulation.trial(table, gridded) : trials.get(best);
            start.run(Subset.ALL);
            Climb climb = new Climb(simulation, gridded, table, start, judging, budget, progress);
            exceptions = crosses ? exceptions : exceptions(best, order, climb);
            climb.end();
            progress.done();
            refined = refine == Refine.NONE ? null : refined(climb, gridded);
            table = climb.table();
            figure = crosses ? figure : climb.decibels();
        } else {
            progress.advance(budget);
            progress.done();
        }
        List<String> all = new ArrayList<>();
        tried.forEach((m, f) -> all.add(m + " " + decibels(f)));
        LOG.info(
                "auto: {} with {} on {} samples, {} tensors by another method; tried {}",
                best.name(),
                decibels(figure),
                simulation.samples(),
                exceptions.size(),
                String.join(", ", all));
        return new Choice(
                table,
                best.grid(),
                figure,
                tried,
                exceptions,
                simulation.samples(),
                crosses ? simulation.samples() : simulation.unseen(),
                crosses,
                refined);
    }

    private Choice unjudged(NamedMethod usual, RangeTable table, Refine refine) {
        Refinement refined =
                refine == Refine.NONE
                        ? null
                        : LayerRefinement.refine(job, table, options.withGrid(usual.grid()));
        return new Choice(
                refined == null ? table : refined.ranges(),
                usual.grid(),
                Double.NaN,
                Map.of(),
                Map.of(),
                0,
                0,
                false,
                refined);
    }

    /** Refines the climb's table, and takes the result if that pays on the judging samples. */
    private Refinement refined(Climb climb, PlanOptions gridded) {
        Refinement r = LayerRefinement.refine(job, climb.table(), gridded);
        if (climb.take(r.ranges())) {
            return r;
        }
        LOG.info("auto: the refined ranges are no better on the judging samples and not used");
        return r.withTaken(false);
    }

    private static String decibels(double d) {
        return String.format(Locale.ROOT, "%.1f dB", d);
    }

    /** Which figures tell something. */
    static boolean[] judging(Collection<Trial> trials) {
        double[] best = null;
        for (Trial t : trials) {
            double[] f = t.means(Subset.ALL);
            best = best == null ? f : best;
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

    private RangeTable named(NamedMethod method) {
        return new RangeTable(
                RangeMethods.AUTO + ":" + method.name(), tables.get(method).tensors());
    }

    private Map<String, String> exceptions(NamedMethod best, List<NamedMethod> order, Climb climb) {
        if (!climb.goesOn()) {
            return Map.of();
        }
        List<NamedMethod> others =
                order.stream()
                        .filter(m -> !m.name().equals(best.name()) && m.grid() == best.grid())
                        .toList();
        Model model = job.model();
        return new Exceptions(
                        climb,
                        model,
                        Planner.plan(model, climb.table(), options.withGrid(best.grid())),
                        seen,
                        tables,
                        best,
                        others)
                .find();
    }
}
