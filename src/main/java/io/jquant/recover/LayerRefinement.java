package io.jquant.recover;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.calibrate.TensorRequest;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.rewrite.QuantizationPlan;
import io.jquant.rewrite.TensorPlan;
import io.jquant.support.Progress;
import io.jquant.support.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code --refine mle}: layer by layer, in the order of the model, each quantized tensor gets the
 * range, near the one it has, with which the layer's quantized output comes nearest to the float
 * model's, while the layer's inputs are those of the model that is quantized up to there.
 *
 * <p>The model is run in up to {@link #WAVES} waves, each through what is quantized already to the
 * next tensors. Of these only {@link JointCounts} are kept. Models with more tensors take several
 * in a wave; those see each other's former ranges. The least error of a layer is not that of the
 * network: what a wave has changed is taken back where the worst output is worse for it. Outputs
 * that hold all that was seen, tensors whose parameters the specification fixes, and tensors of few
 * values keep their ranges.
 */
public final class LayerRefinement {
    private static final Logger LOG = LoggerFactory.getLogger(LayerRefinement.class);

    static final int WAVES = 16;

    /** So many samples are used, fewer where they would take too much memory. */
    private static final int MOST_SAMPLES = 24;

    /** Fewer values than this are a list, not a distribution. */
    private static final int LEAST_VALUES = 1000;

    /** Bins reach a little beyond the widest candidate. */
    private static final float ROOM = (float) (SideSearch.MOST * 1.04);

    private final CalibrationJob job;
    private final PlanOptions options;
    private final List<Refinement.Change> changes = new ArrayList<>();
    private RangeTable table;
    private int takenBack;

    /**
     * Tensors with common parameters.
     *
     * @param members all of them
     * @param observed those that are not made of other members
     */
    record Unit(List<String> members, List<String> observed) {}

    private LayerRefinement(CalibrationJob job, RangeTable table, PlanOptions options) {
        this.job = job;
        this.options = options;
        this.table = table;
    }

    /**
     * Refines the ranges of a table.
     *
     * @param job the float model, prepared for the planner, and samples; its requests do not count
     * @param options of the plan that the ranges are for, with the table's grid
     * @throws io.jquant.support.JquantException when a sample or the model cannot be run
     */
    public static Refinement refine(CalibrationJob job, RangeTable table, PlanOptions options) {
        return new LayerRefinement(job, table, options).refine();
    }

    private Refinement refine() {
        List<Unit> units = units();
        if (units.isEmpty()) {
            return new Refinement(table, List.of(), 0, 0, true);
        }
        int waves = Math.min(WAVES, units.size());
        int samples;
        Progress progress = job.progress();
        try (Workers workers = new Workers(job.threads());
                PairedRun run = PairedRun.open(job, MOST_SAMPLES, workers)) {
            samples = run.samples();
            progress.start("refine", (long) waves * samples);
            NetworkJudge judge = NetworkJudge.of(job, table, options, workers);
            for (int w = 0; w < waves; w++) {
                int from = w * units.size() / waves;
                int to = (w + 1) * units.size() / waves;
                RangeTable before = table;
                int known = changes.size();
                wave(run, units.subList(from, to));
                if (changes.size() > known && !judge.accepts(table)) {
                    table = before;
                    takenBack += changes.size() - known;
                    changes.subList(known, changes.size()).clear();
                }
            }
            progress.done();
        }
        RangeTable refined =
                table.method().endsWith(Refinement.SUFFIX)
                        ? table
                        : new RangeTable(table.method() + Refinement.SUFFIX, table.tensors());
        Refinement result = new Refinement(refined, changes, units.size(), samples, true);
        LOG.info(
                "refine: {} of {} ranges changed on {} samples, {} dB less error of a layer in the mean;"
                        + " {} taken back, as the outputs were worse for them",
                changes.size(),
                units.size(),
                samples,
                result.gain(),
                takenBack);
        return result;
    }

    private void wave(PairedRun run, List<Unit> units) {
        Model copy = job.model().copy();
        QuantizationPlan plan = Planner.plan(copy, table, options);
        List<Range> given = new ArrayList<>();
        List<JointCounts> counts = new ArrayList<>();
        for (Unit u : units) {
            Range r = range(u, plan);
            given.add(r);
            counts.add(new JointCounts(new Range(r.min() * ROOM, r.max() * ROOM)));
        }
        run.count(copy, plan, units, counts);
        Map<String, TensorRange> changed = new LinkedHashMap<>(table.tensors());
        for (int i = 0; i < units.size(); i++) {
            JointCounts c = counts.get(i);
            c.finish();
            Range best =
                    c.size() < LEAST_VALUES || c.energy() == 0
                            ? given.get(i)
                            : SideSearch.best(c, given.get(i), options::params);
            if (!best.equals(given.get(i))) {
                double clipped = c.outside(best);
                for (String name : units.get(i).members) {
                    TensorRange t = changed.get(name);
                    changed.put(name, t.withRange(best, clipped));
                }
                changes.add(
                        new Refinement.Change(
                                units.get(i).members.get(0),
                                given.get(i),
                                best,
                                c.error(options.params(given.get(i))) / c.energy(),
                                c.error(options.params(best)) / c.energy()));
            }
        }
        table = new RangeTable(table.method(), changed);
    }

    /** The range of the members together, as the planner cuts it to the bounds of a clamp. */
    private Range range(Unit unit, QuantizationPlan plan) {
        Range all = null;
        for (String name : unit.members) {
            Range r = plan.ranges().get(name).range().withZero();
            all = all == null ? r : all.union(r);
        }
        return all;
    }

    /**
     * The tensors whose parameters follow from their range. Those inside the branches of an If are
     * left as they are: the float model does not give them out to be compared with.
     */
    private List<Unit> units() {
        Model model = job.model();
        QuantizationPlan plan = Planner.plan(model, table, options);
        Map<String, TensorRange> narrow = new LinkedHashMap<>();
        table.tensors().forEach((name, t) -> narrow.put(name, t.withRange(half(t.range()))));
        QuantizationPlan narrower =
                Planner.plan(model, new RangeTable(table.method(), narrow), options);
        Set<String> kept = new LinkedHashSet<>();
        for (TensorRequest r : Planner.requests(model, options)) {
            if (r.fullRange()) {
                kept.add(r.tensor());
            }
        }
        Map<Integer, List<TensorPlan>> groups = new LinkedHashMap<>();
        for (TensorPlan t : plan.tensors()) {
            groups.computeIfAbsent(t.group(), g -> new ArrayList<>()).add(t);
        }
        List<Unit> units = new ArrayList<>();
        for (List<TensorPlan> group : groups.values()) {
            QuantParams half = narrower.tensor(group.get(0).tensor()).params();
            boolean free = !half.equals(group.get(0).params());
            for (TensorPlan t : group) {
                free &= table.get(t.tensor()) != null && !kept.contains(t.tensor());
                free &= model.graph().find(t.tensor()) != null;
            }
            if (free) {
                List<String> members = group.stream().map(TensorPlan::tensor).toList();
                units.add(new Unit(members, sources(model, members)));
            }
        }
        return units;
    }

    private static Range half(Range r) {
        return new Range(r.min() / 2, r.max() / 2);
    }

    private static List<String> sources(Model model, List<String> members) {
        List<String> sources = new ArrayList<>();
        for (String name : members) {
            Value v = model.graph().find(name);
            Node producer = v.producer();
            boolean made = false;
            if (producer != null) {
                for (Value in : producer.inputs()) {
                    made |= in != null && members.contains(in.name());
                }
            }
            if (!made) {
                sources.add(name);
            }
        }
        return sources;
    }
}
