package io.jquant.recover;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.RangeTable;
import io.jquant.rewrite.PlanOptions;
import io.jquant.support.Workers;
import java.util.List;

/** Tells whether a range table brings the outputs nearer to the float model's than the last did. */
final class NetworkJudge {
    private final Simulation simulation;
    private final PlanOptions options;
    private final boolean[] judging;
    private double best;

    private NetworkJudge(Simulation simulation, PlanOptions options, Trial start) {
        this.simulation = simulation;
        this.options = options;
        judging = start == null ? new boolean[0] : MethodChoice.judging(List.of(start));
        best = start == null ? 0 : start.worst(Subset.ALL, judging);
    }

    /** A judge by the samples of a job, that knows how good a table is. */
    static NetworkJudge of(
            CalibrationJob job, RangeTable table, PlanOptions options, Workers workers) {
        Simulation s =
                new Simulation(
                        job.model(),
                        List.of(),
                        job.samples(),
                        MethodChoice.JUDGES,
                        job.bad(),
                        job.states(),
                        workers);
        Trial start = s.isBlind() ? null : s.trial(table, options);
        if (start != null) {
            start.run(Subset.ALL);
        }
        return new NetworkJudge(s, options, start);
    }

    /**
     * Is this table better at the worst output than the last that was accepted? Where there is no
     * output to judge by, everything is accepted.
     */
    boolean accepts(RangeTable table) {
        Trial trial = judging.length == 0 ? null : simulation.trial(table, options);
        if (trial == null) {
            return true;
        }
        trial.run(Subset.ALL);
        double figure = trial.worst(Subset.ALL, judging);
        boolean better = figure > best;
        best = better ? figure : best;
        return better;
    }
}
