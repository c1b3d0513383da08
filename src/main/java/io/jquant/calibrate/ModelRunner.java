package io.jquant.calibrate;

import io.jquant.data.Sample;
import io.jquant.execute.Interpreter;
import io.jquant.execute.Tap;
import io.jquant.support.Workers;
import java.util.Optional;
import java.util.stream.Collectors;

/** The samples of a job and the interpreter of its model. */
final class ModelRunner implements SampleRunner {
    private final CalibrationJob job;
    private final StateLoop states;
    private final Interpreter interpreter;

    ModelRunner(CalibrationJob job) {
        this.job = job;
        states = new StateLoop(job.model(), job.states());
        interpreter =
                Interpreter.builder(job.model())
                        .taps(
                                job.requests().stream()
                                        .map(TensorRequest::tensor)
                                        .collect(Collectors.toUnmodifiableSet()))
                        .build();
    }

    @Override
    public int samples() {
        return job.samples().size();
    }

    @Override
    public String name(int sample) {
        return job.samples().name(sample);
    }

    @Override
    public Optional<Sample> load(int sample) {
        return job.bad().load(job.samples(), sample);
    }

    @Override
    public void run(Sample sample, Workers workers, Tap tap) {
        states.run(interpreter, sample, workers, tap, outputs -> {});
    }

    @Override
    public long peakBytes() {
        return interpreter.peakBytes();
    }
}
