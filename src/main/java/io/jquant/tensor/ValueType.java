package io.jquant.tensor;

import java.util.Locale;

/** The type of a value in a graph (onnx.proto, {@code TypeProto}). */
public sealed interface ValueType {
    /**
     * A dense tensor.
     *
     * @param element the element type, or null when it is not known
     * @param shape the shape, or null when not even the rank is known
     */
    record TensorType(ElementType element, SymbolicShape shape) implements ValueType {
        @Override
        public String toString() {
            return (element == null ? "?" : element.name().toLowerCase(Locale.ROOT))
                    + (shape == null ? "" : shape.toString());
        }
    }

    /** A sparse tensor: carried along, never computed with. */
    record SparseTensorType(ElementType element, SymbolicShape shape) implements ValueType {}

    /** A list of values of one type. */
    record SequenceType(ValueType element) implements ValueType {}

    /** A value that may be absent. */
    record OptionalType(ValueType element) implements ValueType {}

    /** A map from integers or strings. */
    record MapType(ElementType key, ValueType value) implements ValueType {}

    static ValueType tensor(ElementType element, SymbolicShape shape) {
        return new TensorType(element, shape);
    }

    static ValueType tensor(ElementType element, long... dims) {
        return new TensorType(element, SymbolicShape.of(dims));
    }
}
