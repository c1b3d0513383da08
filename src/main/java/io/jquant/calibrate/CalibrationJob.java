package io.jquant.calibrate;

import io.jquant.data.BadSamples;
import io.jquant.data.SampleSource;
import io.jquant.graph.Model;
import io.jquant.support.Progress;
import java.util.List;
import java.util.Map;

/**
 * What is to be calibrated, and with what means.
 *
 * @param model is run as it is; it must not be changed meanwhile
 * @param samples what it is run on
 * @param requests the tensors to look at, each at most once, in the order of the model
 * @param states output → input that it is fed to at the next step of a sequence; an input that is
 *     not given at the first step is zero then
 * @param histogramBits resolution of the histograms: nothing is told less exactly than by 2^bits
 *     uniform bins
 * @param threads how many threads work at once
 * @param maxMemory bytes that the tensors of all samples in flight may take; at least one sample is
 *     always run
 * @param bad what happens with samples that cannot be read
 * @param progress hears of each sample
 * @param halves is {@link TensorRange#splitHalf} wanted of tensors without channels too?
 */
public record CalibrationJob(
        Model model,
        SampleSource samples,
        List<TensorRequest> requests,
        Map<String, String> states,
        int histogramBits,
        int threads,
        long maxMemory,
        BadSamples bad,
        Progress progress,
        boolean halves) {
    /** The histogram bits of a user who does not choose. */
    public static final int USUAL_HISTOGRAM_BITS = BinLayout.DEFAULT_BITS;

    public CalibrationJob {
        requests = List.copyOf(requests);
        states = Map.copyOf(states);
        if (requests.stream().map(TensorRequest::tensor).distinct().count() < requests.size()) {
            throw new IllegalArgumentException("a tensor is requested twice");
        }
    }

    /**
     * A job for one thread, with 2^12 bins and half of the heap; a sample that cannot be read ends
     * it.
     */
    public static CalibrationJob of(
            Model model, SampleSource samples, List<TensorRequest> requests) {
        return new CalibrationJob(
                model,
                samples,
                requests,
                Map.of(),
                BinLayout.DEFAULT_BITS,
                1,
                Runtime.getRuntime().maxMemory() / 2,
                BadSamples.stop(),
                Progress.NONE,
                true);
    }

    public CalibrationJob withStates(Map<String, String> outputToInput) {
        Draft d = new Draft(this);
        d.states = outputToInput;
        return d.job();
    }

    public CalibrationJob withHistogramBits(int bits) {
        Draft d = new Draft(this);
        d.histogramBits = bits;
        return d.job();
    }

    public CalibrationJob withThreads(int count) {
        Draft d = new Draft(this);
        d.threads = count;
        return d.job();
    }

    public CalibrationJob withMaxMemory(long bytes) {
        Draft d = new Draft(this);
        d.maxMemory = bytes;
        return d.job();
    }

    public CalibrationJob withBad(BadSamples policy) {
        Draft d = new Draft(this);
        d.bad = policy;
        return d.job();
    }

    public CalibrationJob withHalves(boolean wanted) {
        Draft d = new Draft(this);
        d.halves = wanted;
        return d.job();
    }

    public CalibrationJob withProgress(Progress listener) {
        Draft d = new Draft(this);
        d.progress = listener;
        return d.job();
    }

    /** A job while one of its means changes. */
    private static final class Draft {
        private final CalibrationJob before;
        private Map<String, String> states;
        private int histogramBits;
        private int threads;
        private long maxMemory;
        private BadSamples bad;
        private Progress progress;
        private boolean halves;

        Draft(CalibrationJob job) {
            before = job;
            states = job.states;
            histogramBits = job.histogramBits;
            threads = job.threads;
            maxMemory = job.maxMemory;
            bad = job.bad;
            progress = job.progress;
            halves = job.halves;
        }

        CalibrationJob job() {
            return new CalibrationJob(
                    before.model,
                    before.samples,
                    before.requests,
                    states,
                    histogramBits,
                    threads,
                    maxMemory,
                    bad,
                    progress,
                    halves);
        }
    }
}
