package io.jquant.calibrate;

import io.jquant.support.Workers;
import java.util.List;

/**
 * From samples to ranges. The samples are read one at a time and run through the float model; of
 * each requested tensor only {@link Statistics} are kept, so that memory does not depend on the
 * number of samples. The result depends neither on the number of threads nor on the memory that is
 * given.
 */
public final class Calibrator {
    private Calibrator() {}

    /**
     * Finds the ranges of the requested tensors. Those that never held a finite number are missing
     * in the table; what is odd about a tensor is said in the log.
     *
     * @throws io.jquant.support.JquantException when a sample or the model cannot be run
     */
    public static RangeTable calibrate(CalibrationJob job, NamedMethod method) {
        Observations seen = observe(job, method.method().needs());
        try (Workers workers = new Workers(job.threads())) {
            return seen.ranges(method, workers);
        }
    }

    /**
     * Runs the samples, for ranges by any of some methods.
     *
     * @throws io.jquant.support.JquantException when a sample or the model cannot be run
     */
    public static Observations observe(CalibrationJob job, List<NamedMethod> methods) {
        Keeps most = Keeps.EXTREMES;
        for (NamedMethod m : methods) {
            most = most.compareTo(m.method().needs()) < 0 ? m.method().needs() : most;
        }
        return observe(job, most);
    }

    private static Observations observe(CalibrationJob job, Keeps keeps) {
        BinLayout layout = BinLayout.ofHistogramBits(job.histogramBits());
        List<TensorObserver> observers =
                job.requests().stream().map(r -> new TensorObserver(r, layout, keeps)).toList();
        SampleRunner runner = new ModelRunner(job);
        long samples =
                new ObservationRun(
                                runner,
                                observers,
                                keeps == Keeps.EXTREMES ? null : layout,
                                job.threads(),
                                job.maxMemory(),
                                job.progress())
                        .execute();
        job.bad().requireSome(job.samples().size());
        Findings.log(observers, runner::name);
        return new Observations(observers, keeps, samples);
    }
}
