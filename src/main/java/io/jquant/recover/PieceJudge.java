package io.jquant.recover;

import io.jquant.data.BadSamples;
import io.jquant.data.SampleSource;
import io.jquant.graph.Model;
import io.jquant.support.Workers;
import java.util.List;
import java.util.Map;

/**
 * Tells what quantized models make of their outputs: for each output, or each piece of one that is
 * put together from pieces of different magnitude, the mean over some samples of the
 * signal-to-quantization-noise ratio in dB.
 */
public final class PieceJudge implements AutoCloseable {
    private final Workers workers;
    private final Simulation simulation;

    /**
     * @param model the float model, as it would be planned
     * @param samples all of which judge
     * @throws io.jquant.support.JquantException when a sample or the model cannot be run
     */
    public PieceJudge(
            Model model,
            SampleSource samples,
            BadSamples bad,
            Map<String, String> states,
            int threads) {
        workers = new Workers(threads);
        boolean made = false;
        try {
            simulation =
                    new Simulation(
                            model, List.of(samples), null, samples.size(), bad, states, workers);
            made = true;
        } finally {
            if (!made) {
                workers.close();
            }
        }
    }

    @Override
    public void close() {
        workers.close();
    }

    /**
     * The figures of an emitted model, in the same order for all; NaN for pieces that cannot be
     * compared.
     */
    public double[] decibels(Model emitted) {
        Trial trial = simulation.trial(emitted);
        trial.run(Subset.ALL);
        return trial.means(Subset.ALL);
    }
}
