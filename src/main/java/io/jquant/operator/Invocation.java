package io.jquant.operator;

import io.jquant.graph.Graph;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.List;

/** One execution of a node. */
public interface Invocation extends NodeView {
    /** The input, whatever it is; null when it is left out. */
    RuntimeValue value(int index);

    /** The input tensor, or null when it is left out. */
    default Tensor optional(int index) {
        RuntimeValue v = value(index);
        if (v == null || v instanceof Tensor) {
            return (Tensor) v;
        }
        throw new IllegalArgumentException("input " + index + " is not a tensor");
    }

    /** The input tensor, which must be given. */
    default Tensor input(int index) {
        Tensor t = optional(index);
        if (t == null) {
            throw new IllegalArgumentException("input " + index + " is missing");
        }
        return t;
    }

    /**
     * Hands out the tensor that an output is to be written to. Its array may be longer than the
     * tensor and holds garbage. A left-out output gets a tensor too, which is thrown away.
     */
    Tensor output(int index, ElementType type, Shape shape);

    /**
     * As {@link #output}, but where the input's array is not needed after this node and fits, the
     * output is laid over it: the operator must read each element before it writes the one at the
     * same place.
     */
    Tensor outputOver(int index, int input, ElementType type, Shape shape);

    /**
     * Makes a value the output without copying: an input, a reshaped input, or a tensor that the
     * operator has made over an array of its own.
     */
    void forward(int index, RuntimeValue value);

    /** An array for use inside this call, at least this long, holding garbage. */
    float[] scratch(int length);

    /** An array for use inside this call, at least this long, holding garbage. */
    int[] intScratch(int length);

    /** What {@link Operator#prepare} made of the node; null when nothing. */
    Object prepared();

    /** Element-wise work to do while storing the first output; null for none. */
    FusedTail tail();

    /** Threads to share the work with. */
    Workers workers();

    /**
     * Runs a body of the node, which sees the values around it.
     *
     * @return its outputs
     */
    List<RuntimeValue> runBody(Graph body, List<RuntimeValue> inputs);
}
