package io.jquant.calibrate;

import io.jquant.execute.Tap;
import io.jquant.support.Workers;
import io.jquant.tensor.Tensor;
import java.util.Map;

/** The samples, and the model that runs them; all calls may come from several threads at a time. */
interface SampleRunner {
    int samples();

    /** The name of a sample, for messages. */
    String name(int sample);

    /** The inputs of a sample, by name. */
    Map<String, Tensor> load(int sample);

    /** Runs the model, showing the observed tensors to the tap. */
    void run(Map<String, Tensor> inputs, Workers workers, Tap tap);

    /** The most bytes that the tensors of one run took so far. */
    long peakBytes();
}
