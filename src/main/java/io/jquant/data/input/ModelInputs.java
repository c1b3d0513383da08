package io.jquant.data.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model wants to be fed.
 *
 * @param inputs the graph inputs that have no initializer, in graph order
 * @param outputs the graph outputs as far as their type is known; only used to suggest {@code
 *     --state} when an input has no data
 * @param states inputs that are fed from outputs of the step before ({@code --state OUT=IN}):
 *     samples may leave them out, and may carry a leading time axis in the others
 */
public record ModelInputs(List<ModelInput> inputs, List<ModelInput> outputs, Set<String> states) {
    public ModelInputs {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        states = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(states));
    }

    public static ModelInputs of(List<ModelInput> inputs) {
        return new ModelInputs(inputs, List.of(), Set.of());
    }

    public static ModelInputs of(ModelInput... inputs) {
        return of(List.of(inputs));
    }

    public ModelInputs withOutputs(List<ModelInput> known) {
        return new ModelInputs(inputs, known, states);
    }

    public ModelInputs withStates(Set<String> fedBack) {
        return new ModelInputs(inputs, outputs, fedBack);
    }

    /** The inputs that every sample must have. */
    public List<ModelInput> required() {
        return inputs.stream().filter(i -> !states.contains(i.name())).toList();
    }

    /** An input by name, or null. */
    public ModelInput get(String name) {
        for (ModelInput i : inputs) {
            if (i.name().equals(name)) {
                return i;
            }
        }
        return null;
    }

    /** All input names, quoted, for messages. */
    public String names() {
        List<String> quoted = new ArrayList<>();
        for (ModelInput i : inputs) {
            quoted.add("'" + i.name() + "'");
        }
        return String.join(", ", quoted);
    }

    /** Input name → stem of the file that holds it in a sample folder; see {@link SafeNames}. */
    public Map<String, String> fileStems() {
        List<String> names = new ArrayList<>();
        for (ModelInput i : inputs) {
            names.add(i.name());
        }
        return new LinkedHashMap<>(SafeNames.distinct(names));
    }
}
