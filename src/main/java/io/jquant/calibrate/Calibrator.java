package io.jquant.calibrate;

import io.jquant.support.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
        Map<TensorRequest, TensorObserver> observers = new LinkedHashMap<>();
        job.requests().forEach(r -> observers.put(r, new TensorObserver(r, layout, keeps)));
        Map<TensorRequest, List<TensorRequest>> rearranged =
                Rearranged.among(job.model(), job.requests());
        Map<TensorRequest, TensorObserver> looking = new LinkedHashMap<>(observers);
        looking.keySet().removeAll(rearranged.keySet());
        SampleRunner runner =
                new ModelRunner(
                        job,
                        looking.keySet().stream()
                                .map(TensorRequest::tensor)
                                .collect(Collectors.toUnmodifiableSet()));
        long samples =
                new ObservationRun(
                                runner,
                                List.copyOf(looking.values()),
                                keeps == Keeps.EXTREMES ? null : layout,
                                job.threads(),
                                job.maxMemory(),
                                job.progress())
                        .execute();
        job.bad().requireSome(job.samples().size());
        rearranged.forEach(
                (whole, parts) ->
                        observers.get(whole).gather(parts.stream().map(observers::get).toList()));
        List<TensorObserver> all = List.copyOf(observers.values());
        Findings.log(all, runner::name);
        return new Observations(all, keeps, samples, job.halves());
    }
}
