package io.jquant.tensor;

/**
 * A value that may be absent (ONNX {@code optional(…)}).
 *
 * @param content the value, or null when it is absent
 */
public record OptionalValue(RuntimeValue content) implements RuntimeValue {
    /** Nothing. */
    public static final OptionalValue EMPTY = new OptionalValue(null);

    public OptionalValue {
        if (content instanceof OptionalValue) {
            throw new IllegalArgumentException("an optional value of an optional value");
        }
    }

    /** What a value holds: itself where it is none that may be absent; null when it is absent. */
    public static RuntimeValue contentOf(RuntimeValue value) {
        return value instanceof OptionalValue o ? o.content : value;
    }
}
