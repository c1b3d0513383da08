package io.jquant.operator.quant;

import io.jquant.operator.NodeView;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/**
 * Which scale belongs to which element: one for the tensor, one per index of an axis, or, from
 * opset 21 on, one per block along an axis.
 *
 * @param outer product of the axes before the axis
 * @param axis its size
 * @param inner product of the axes behind it
 * @param block so many indices of the axis share a scale; 0 when scales are not per block
 * @param groups number of scales along the axis
 */
record ScaleLayout(int outer, int axis, int inner, int block, int groups) {
    static ScaleLayout of(NodeView node, Shape shape, Tensor scale) {
        int size = (int) shape.size();
        if (scale.size() == 1 && scale.rank() <= 1) {
            return new ScaleLayout(1, 1, size, 0, 1);
        }
        int axis = (int) node.attributes().getInt("axis", 1);
        axis = axis < 0 ? axis + shape.rank() : axis;
        if (axis < 0 || axis >= shape.rank()) {
            throw new IllegalArgumentException("axis " + axis + " of a tensor of shape " + shape);
        }
        int length = shape.dim(axis);
        int outer = (int) shape.size(0, axis);
        int inner = (int) shape.size(axis + 1, shape.rank());
        int block = (int) node.attributes().getInt("block_size", 0);
        if (block > 0) {
            int groups = (length + block - 1) / block;
            if (scale.rank() != shape.rank()
                    || scale.dim(axis) != groups
                    || scale.size() != (long) outer * groups * inner) {
                throw new IllegalArgumentException(
                        "scales of shape "
                                + scale.shape()
                                + " for blocks of "
                                + block
                                + " in "
                                + shape);
            }
            return new ScaleLayout(outer, length, inner, block, groups);
        }
        if (scale.rank() != 1 || scale.size() != length) {
            throw new IllegalArgumentException(
                    scale.size() + " scales for axis " + axis + " of " + shape);
        }
        return new ScaleLayout(outer, length, inner, 0, length);
    }

    /**
     * The place of the scale of the run of {@code inner} elements at an index of the axis; blocks
     * have one scale per element.
     */
    int scaleAt(int outerIndex, int axisIndex, int innerIndex) {
        if (block > 0) {
            return (outerIndex * groups + axisIndex / block) * inner + innerIndex;
        }
        return groups == 1 ? 0 : axisIndex;
    }

    /** Does every element of a run of {@code inner} elements have the same scale? */
    boolean isUniformInside() {
        return block == 0 || inner == 1;
    }
}
