package io.jquant.data.preprocess;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How pictures are prepared for a model.
 *
 * @param origin where this was taken from, for messages: a file, {@code preset imagenet}, …
 * @param inputs graph input → its preparation
 */
public record PreprocessSpec(String origin, Map<String, InputSpec> inputs) {
    /** Pictures cannot be prepared: nothing is known. */
    public static final PreprocessSpec NONE = new PreprocessSpec("none", Map.of());

    public PreprocessSpec {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    public boolean isEmpty() {
        return inputs.isEmpty();
    }
}
