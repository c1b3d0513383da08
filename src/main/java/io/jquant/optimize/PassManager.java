package io.jquant.optimize;

import io.jquant.graph.GraphChecker;
import io.jquant.graph.Model;
import io.jquant.optimize.OptimizeReport.PassStatistics;
import io.jquant.support.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs passes over and over until none of them changes the model. */
final class PassManager {
    private static final Logger LOG = LoggerFactory.getLogger(PassManager.class);

    /** Real models settle within ten rounds. */
    private static final int MOST_ROUNDS = 64;

    /** Judges a model that a pass has just changed. */
    @FunctionalInterface
    interface Judge {
        /** What is wrong with it, or null. */
        String complaint(Model changed);
    }

    private static final class Counter {
        private int calls;
        private int changes;
        private long nanos;
    }

    private final List<Pass> passes;
    private final int mostSteps;
    private final Judge judge;
    private final Map<Pass, Counter> counters = new LinkedHashMap<>();
    private final List<String> steps = new ArrayList<>();
    private final List<String> rolledBack = new ArrayList<>();
    private final Set<Pass> settled = new HashSet<>();
    private final Set<Pass> left = new HashSet<>();

    /**
     * @param mostSteps stop when the model has been changed this often; negative for no limit
     * @param judge may take a pass back; null for no judgement
     */
    PassManager(List<Pass> passes, int mostSteps, Judge judge) {
        this.passes = passes;
        this.mostSteps = mostSteps;
        this.judge = judge;
        passes.forEach(p -> counters.put(p, new Counter()));
    }

    /** Runs the passes to a fixpoint. */
    void run(Workspace work) {
        Set<Pass> restless = new HashSet<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            restless.clear();
            for (Pass p : passes) {
                if (mostSteps >= 0 && steps.size() >= mostSteps) {
                    return;
                }
                if (!settled.contains(p) && !left.contains(p) && isReady(p, work.model())) {
                    if (step(p, work)) {
                        restless.add(p);
                    }
                }
            }
            if (restless.isEmpty()) {
                return;
            }
        }
        LOG.warn(
                "the passes {} still change the model after {} rounds; it is taken as it is",
                restless.stream().map(Pass::name).sorted().toList(),
                MOST_ROUNDS);
    }

    private static boolean isReady(Pass p, Model model) {
        return p.info().requires().stream().allMatch(s -> s.holds(model));
    }

    private boolean step(Pass p, Workspace work) {
        Counter c = counters.get(p);
        Model before = judge == null ? null : work.model().copy();
        long start = System.nanoTime();
        c.calls++;
        boolean changed = p.apply(work);
        if (changed) {
            work.changed();
            String broken = GraphChecker.problem(work.model());
            if (broken != null) {
                throw Problem.INTERNAL.with("after optimizer pass '" + p.name() + "': " + broken);
            }
        }
        c.nanos += System.nanoTime() - start;
        if (!changed) {
            settled.add(p);
            return false;
        }
        String complaint = judge == null ? null : judge.complaint(work.model());
        if (complaint != null) {
            LOG.warn("pass {} is taken back: {}", p.name(), complaint);
            work.model().become(before);
            rolledBack.add(p.name());
            left.add(p);
            return false;
        }
        c.changes++;
        steps.add(p.name());
        LOG.debug("step {}: {}", steps.size(), p.name());
        settled.clear();
        return true;
    }

    /** Names of the passes that changed the model, one for each time. */
    List<String> steps() {
        return steps;
    }

    /** Names of the passes that were taken back. */
    List<String> rolledBack() {
        return rolledBack;
    }

    List<PassStatistics> statistics() {
        List<PassStatistics> out = new ArrayList<>();
        counters.forEach(
                (p, c) ->
                        out.add(
                                new PassStatistics(
                                        p.name(), c.calls, c.changes, c.nanos / 1_000_000)));
        return out;
    }
}
