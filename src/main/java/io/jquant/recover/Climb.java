package io.jquant.recover;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.rewrite.PlanOptions;
import io.jquant.support.Progress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A range table that is changed step by step, each step only if it raises the figure of the worst
 * output on the samples that judge.
 *
 * <p>Few samples are soon learnt by heart: a step has to raise the figure on both halves of them,
 * and on all by three times what chance may do. Most steps fail, and do so on a quarter of the
 * samples already.
 */
final class Climb {
    /** A step must bring so many dB. */
    private static final double WORTH = 0.1;

    /** With fewer samples than that it must bring three times as much. */
    private static final int FEW = 8;

    /** A step must bring so many standard errors; some sixty are tried. */
    private static final double SURE = 3;

    /** From so many on a quarter of them tells something. */
    private static final int MANY = 12;

    private final Simulation simulation;
    private final PlanOptions options;
    private final boolean[] judging;
    private final Progress progress;
    private RangeTable table;
    private Trial best;
    private long left;

    /**
     * @param table where to begin
     * @param trial of this table, run on all samples
     * @param judging which figures tell something
     * @param budget so many samples may be run
     */
    Climb(
            Simulation simulation,
            PlanOptions options,
            RangeTable table,
            Trial trial,
            boolean[] judging,
            long budget,
            Progress progress) {
        this.simulation = simulation;
        this.options = options;
        this.table = table;
        this.best = trial;
        this.judging = judging;
        this.left = budget;
        this.progress = progress;
    }

    RangeTable table() {
        return table;
    }

    /** The figure of the worst output, or piece of one, in dB. */
    double decibels() {
        return best.worst(Subset.ALL, judging);
    }

    /** May anything more be tried? With one sample there are no halves. */
    boolean goesOn() {
        return left >= best.samples() && best.samples() > 1;
    }

    /** What was not run of the budget is counted as done. */
    void end() {
        progress.advance(Math.max(0, left));
        left = 0;
    }

    /** Takes other ranges for some tensors if that pays; tells whether it did. */
    boolean take(Map<String, TensorRange> changes) {
        Map<String, TensorRange> changed = new LinkedHashMap<>(table.tensors());
        changed.putAll(changes);
        return !changed.equals(table.tensors()) && take(new RangeTable(table.method(), changed));
    }

    /** Takes another table if that pays; tells whether it did. */
    boolean take(RangeTable other) {
        Trial trial = simulation.trial(other, options);
        if (trial == null
                || (trial.samples() >= MANY && !rises(trial, Subset.QUARTER))
                || !rises(trial, Subset.EVEN)
                || !rises(trial, Subset.ODD)) {
            return false;
        }
        double worth = trial.samples() < FEW ? 3 * WORTH : WORTH;
        int figure = best.worstFigure(judging);
        if (figure >= 0) {
            worth = Math.max(worth, SURE * trial.chance(best, figure));
        }
        if (trial.worst(Subset.ALL, judging) < decibels() + worth) {
            return false;
        }
        table = other;
        best = trial;
        return true;
    }

    private boolean rises(Trial trial, Subset some) {
        int run = trial.run(some);
        progress.advance(Math.min(run, Math.max(0, left)));
        left -= run;
        return trial.worst(some, judging) > best.worst(some, judging);
    }
}
