package io.jquant.data.input;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import java.util.Locale;
import java.util.Objects;

/**
 * A tensor at the border of a model: a graph input that has no initializer, or an output.
 *
 * @param name its name in the graph
 * @param type the element type
 * @param shape what is known of the shape, or null when not even the rank is known
 */
public record ModelInput(String name, ElementType type, SymbolicShape shape) {
    public ModelInput {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    /** An element type as messages name it. */
    public static String text(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** The element type as messages name it. */
    public String typeText() {
        return text(type);
    }

    /** The shape as messages name it. */
    public String shapeText() {
        return shape == null ? "of any rank" : shape.toString();
    }
}
