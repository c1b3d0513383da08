package io.jquant.calibrate;

import io.jquant.data.Sample;
import io.jquant.execute.Tap;
import io.jquant.support.Workers;
import java.util.Optional;

/** The samples, and the model that runs them; all calls may come from several threads at a time. */
interface SampleRunner {
    int samples();

    /** The name of a sample, for messages. */
    String name(int sample);

    /** Reads a sample; empty when it is bad and left out. */
    Optional<Sample> load(int sample);

    /** Runs the model, showing the observed tensors to the tap. */
    void run(Sample sample, Workers workers, Tap tap);

    /** The most bytes that the tensors of one run took so far. */
    long peakBytes();
}
