package io.jquant.calibrate;

import io.jquant.data.Sample;
import io.jquant.execute.Interpreter;
import io.jquant.execute.Tap;
import io.jquant.execute.UnknownOperators;
import io.jquant.support.Workers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The samples of a job and the interpreter of its model. */
final class ModelRunner implements SampleRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRunner.class);

    private final CalibrationJob job;
    private final StateLoop states;
    private final Interpreter interpreter;

    /**
     * @param tapped the requested tensors that are to be shown
     */
    ModelRunner(CalibrationJob job, Set<String> tapped) {
        this.job = job;
        states = new StateLoop(job.model(), job.states());
        checkUnknown(job);
        interpreter =
                Interpreter.builder(job.model())
                        .goAroundUnknown(true)
                        .outputs(List.copyOf(job.states().keySet()))
                        .taps(tapped)
                        .build();
    }

    /** Operators that cannot be run are gone around where no network's work depends on them. */
    private static void checkUnknown(CalibrationJob job) {
        UnknownOperators unknown = UnknownOperators.of(job.model());
        if (unknown.isEmpty()) {
            return;
        }
        boolean hidesState =
                job.states().keySet().stream()
                        .map(job.model().graph()::find)
                        .anyMatch(unknown::hides);
        boolean leavesNothing =
                job.requests().stream()
                        .map(r -> job.model().find(r.tensor()))
                        .allMatch(v -> v == null || v.producer() == null || unknown.hides(v));
        if (hidesState || leavesNothing || unknown.hidesWork()) {
            throw unknown.refusal();
        }
        LOG.warn("{}: what is behind it is not calibrated", unknown.refusal().getMessage());
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
