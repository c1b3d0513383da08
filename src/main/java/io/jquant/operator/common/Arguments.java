package io.jquant.operator.common;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Preparation;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments that were attributes in older operator sets and became inputs: lists of axes, sizes and
 * the like.
 */
public final class Arguments {
    private Arguments() {}

    /** The integers of an input or, when it is left out, of an attribute; null when both are. */
    public static long[] ints(Invocation call, int index, String attribute) {
        Tensor t = call.optional(index);
        return t != null ? t.toLongs() : call.attributes().getInts(attribute);
    }

    /** As far as they are known before the node runs; see {@link #isKnown}. */
    public static long[] ints(Preparation node, int index, String attribute) {
        Tensor t = node.constant(index);
        return t != null ? t.toLongs() : node.attributes().getInts(attribute);
    }

    /** Is the input left out or constant, so that its value is no secret before the node runs? */
    public static boolean isKnown(Preparation node, int index) {
        return !node.hasInput(index) || node.constant(index) != null;
    }

    /** A number of an input or, when it is left out, of an attribute. */
    public static float number(Invocation call, int index, String attribute, float otherwise) {
        Tensor t = call.optional(index);
        return t != null
                ? TensorNumbers.floatAt(t, 0)
                : call.attributes().getFloat(attribute, otherwise);
    }

    /** A copy of the axes of a shape, to be changed. */
    public static List<Dimension> dims(SymbolicShape shape) {
        return new ArrayList<>(shape.dims());
    }

    /** How many elements a vector input has, or -1 when that is not known. */
    public static long length(Inference node, int index) {
        SymbolicShape s = node.shape(index);
        return s == null || s.rank() != 1 ? -1 : s.size(0);
    }
}
