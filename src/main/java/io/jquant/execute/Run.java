package io.jquant.execute;

import io.jquant.support.Workers;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a model.
 *
 * @param arena the memory, used by this run alone while it lasts
 * @param tap sees the requested tensors; may be null
 */
record Run(Arena arena, Workers workers, Tap tap) {

    /** Runs the main graph: inputs in the graph's order, null where an initializer stands in. */
    List<RuntimeValue> graph(GraphPlan plan, List<RuntimeValue> inputs) {
        return run(plan, new Frame(plan.slots()), inputs);
    }

    /** Runs a body of a node of the frame's graph. */
    List<RuntimeValue> body(GraphPlan plan, Frame around, List<RuntimeValue> inputs) {
        Frame frame = new Frame(plan.slots());
        for (GraphPlan.Capture c : plan.captures()) {
            // The frame around keeps the value alive as long as the body runs.
            frame.set(c.inner(), around.values[c.outer()], null);
        }
        return run(plan, frame, inputs);
    }

    private List<RuntimeValue> run(GraphPlan plan, Frame frame, List<RuntimeValue> inputs) {
        for (GraphPlan.Constant c : plan.constants()) {
            frame.set(c.slot(), c.tensor(), null);
            show(c.tap(), c.tensor());
        }
        for (int i = 0; i < plan.inputs().length; i++) {
            RuntimeValue given = i < inputs.size() ? inputs.get(i) : null;
            if (given == null) {
                given = plan.graph().inputs().get(i).constant();
            }
            frame.set(plan.inputs()[i], given, null);
            show(plan.inputTaps()[i], given);
        }
        for (Step step : plan.steps()) {
            new StepInvocation(this, frame, step).execute();
            for (int i = 0; i < step.outputs().length; i++) {
                if (step.tapped()[i] != null) {
                    show(step.tapped()[i], frame.values[step.outputs()[i]]);
                }
            }
            for (int slot : step.frees()) {
                frame.free(slot, arena);
            }
        }
        List<RuntimeValue> out = new ArrayList<>();
        for (int slot : plan.outputs()) {
            out.add(frame.values[slot]);
            if (frame.buffers[slot] != null) {
                arena.giveAway(frame.buffers[slot]);
                frame.buffers[slot] = null; // the same value may be an output twice
            }
        }
        return out;
    }

    private void show(String name, RuntimeValue value) {
        if (name != null && tap != null && value instanceof Tensor t) {
            tap.produced(name, t);
        }
    }
}
