package io.jquant.operator;

import io.jquant.graph.Graph;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.ValueType;
import java.util.List;

/** A node whose output types are asked for. */
public interface Inference extends Preparation {
    /** Tells the type of an output; a left-out output is ignored. */
    void output(int index, ValueType type);

    /**
     * Tells element type and shape of an output that is a tensor.
     *
     * @param type null when not known
     * @param shape null when not even the rank is known
     */
    default void output(int index, ElementType type, SymbolicShape shape) {
        output(index, new ValueType.TensorType(type, shape));
    }

    /** The element type of an input, or null when it is not known. */
    default ElementType elementType(int index) {
        ValueType.TensorType t = tensorType(index);
        return t == null ? null : t.element();
    }

    /** The shape of an input, or null when not even its rank is known. */
    default SymbolicShape shape(int index) {
        ValueType.TensorType t = tensorType(index);
        return t == null ? null : t.shape();
    }

    /**
     * Infers the types inside a body of the node.
     *
     * @param inputs types of the body's inputs; null where not known
     * @return types of the body's outputs; null where not known
     */
    List<ValueType> inferBody(Graph body, List<ValueType> inputs);
}
