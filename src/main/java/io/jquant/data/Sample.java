package io.jquant.data;

import io.jquant.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One thing to run a model on: a tensor for each graph input, in graph order. Inputs that are fed
 * back from outputs may be missing.
 *
 * <p>A sample of a stateful model may be a sequence: some of its tensors have a leading time axis
 * more than the model, and {@link #step} gives what is fed at one time.
 */
public final class Sample {
    private final String name;
    private final List<String> members;
    private final Map<String, Tensor> tensors;
    private final Set<String> timed;
    private final int steps;

    private Sample(
            String name,
            List<String> members,
            Map<String, Tensor> tensors,
            Set<String> timed,
            int steps) {
        this.name = name;
        this.members = List.copyOf(members);
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        this.timed = Set.copyOf(timed);
        this.steps = steps;
    }

    /** A sample that is run once. */
    public static Sample of(String name, Map<String, Tensor> tensors) {
        return new Sample(name, List.of(name), tensors, Set.of(), 1);
    }

    /** Several samples in one batch. */
    static Sample stacked(List<String> members, Map<String, Tensor> tensors) {
        String name = members.get(0);
        return new Sample(
                members.size() == 1 ? name : name + "+" + (members.size() - 1),
                members,
                tensors,
                Set.of(),
                1);
    }

    /**
     * A sequence.
     *
     * @param timed the inputs whose tensors have a leading time axis
     */
    public static Sample sequence(
            String name, Map<String, Tensor> tensors, Set<String> timed, int steps) {
        return new Sample(name, List.of(name), tensors, timed, steps);
    }

    /** The name of the sample, that of its source. */
    public String name() {
        return name;
    }

    /** The names of the samples that are stacked in this one; just its own when none are. */
    public List<String> members() {
        return members;
    }

    /** Graph input → tensor; with the time axis where the sample is a sequence. */
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /** How often the model is to be run, at least 1. */
    public int steps() {
        return steps;
    }

    /** What is fed at a time 0 … steps - 1: the tensors without their time axis. */
    public Map<String, Tensor> step(int time) {
        if (timed.isEmpty()) {
            return tensors;
        }
        Map<String, Tensor> out = new LinkedHashMap<>();
        tensors.forEach(
                (input, t) ->
                        out.put(input, timed.contains(input) ? Slices.alongFirst(t, time) : t));
        return out;
    }
}
