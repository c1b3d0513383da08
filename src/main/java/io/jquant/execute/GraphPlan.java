package io.jquant.execute;

import io.jquant.graph.Graph;
import io.jquant.tensor.Tensor;
import java.util.List;

/**
 * How one graph, or body, is run.
 *
 * @param slots number of values that live in a frame
 * @param constants slots and tensors that are there from the beginning
 * @param inputs slots of the graph's inputs, −1 for one that nothing reads
 * @param inputTaps names under which taps see the inputs, or null
 * @param captures values of the graph around that this one reads, with their slots here and there
 * @param steps the nodes in order
 * @param outputs slots of the wanted outputs
 */
record GraphPlan(
        Graph graph,
        int slots,
        List<Constant> constants,
        int[] inputs,
        String[] inputTaps,
        List<Capture> captures,
        List<Step> steps,
        int[] outputs) {

    /**
     * A tensor that is there before the first step.
     *
     * @param tap the name under which taps see it, or null
     */
    record Constant(int slot, Tensor tensor, String tap) {}

    /** A value of the graph around: its slot there and the one here. */
    record Capture(int outer, int inner) {}
}
