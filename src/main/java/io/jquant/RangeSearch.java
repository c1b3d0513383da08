package io.jquant;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.Calibrator;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.TensorRequest;
import io.jquant.graph.Model;
import io.jquant.recover.LayerRefinement;
import io.jquant.recover.MethodChoice;
import io.jquant.recover.Refine;
import io.jquant.rewrite.PlanOptions;
import io.jquant.support.Progress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds ranges on samples, by one method or by the one that suits the model, and refines them.
 *
 * @param model as it is planned; it must not change meanwhile
 * @param halves is wanted of every tensor how far the ranges of half the samples lie apart?
 */
record RangeSearch(
        Model model,
        Samples samples,
        RangeOptions how,
        boolean halves,
        int threads,
        Progress progress) {
    private static final Logger LOG = LoggerFactory.getLogger(RangeSearch.class);

    /**
     * The ranges of the requested tensors. Where method {@code auto} chose, it has refined them
     * too.
     *
     * @param options of the plan that they are for; only {@code auto} chooses the grid
     * @throws io.jquant.support.JquantException when a sample or the model cannot be run
     */
    FoundRanges find(List<TensorRequest> requests, PlanOptions options) {
        CalibrationJob job = job(requests);
        NamedMethod method = how.named();
        if (how.isAuto() && !samples.isMadeUp()) {
            return FoundRanges.of(
                    MethodChoice.choose(
                            job, samples.unseen(), options, how.methodOptions(), how.refine()));
        }
        if (how.isAuto()) {
            LOG.warn("made-up data cannot judge: {} is taken in place of auto", method.name());
        }
        return FoundRanges.of(Calibrator.calibrate(job, options.laid(method)));
    }

    /** Is a refinement wanted that was not made yet? */
    boolean isRefinementOpen(FoundRanges found) {
        return how.refine() != Refine.NONE && found.refinement() == null;
    }

    /**
     * The ranges after the refinement.
     *
     * @param options of the plan that they are for, with their grid
     * @throws io.jquant.support.JquantException when a sample or the model cannot be run
     */
    FoundRanges refined(FoundRanges found, PlanOptions options) {
        return found.refined(LayerRefinement.refine(job(List.of()), found.table(), options));
    }

    private CalibrationJob job(List<TensorRequest> requests) {
        return CalibrationJob.of(model, samples.calibration(), requests)
                .withStates(samples.states())
                .withHistogramBits(how.histogramBits())
                .withThreads(threads)
                .withMaxMemory(how.maxMemory())
                .withBad(samples.bad())
                .withProgress(progress)
                .withHalves(halves);
    }
}
