package io.jquant.operator.quant;

import io.jquant.operator.common.Axes;
import io.jquant.tensor.Shape;

/**
 * Which scale belongs to which element: one for all, one per index of an axis, or one per block of
 * an axis.
 *
 * @param outer product of the axes before
 * @param size of the axis
 * @param inner product of the axes behind
 * @param block elements along the axis that share a scale; 0 where all elements share one
 * @param blocked does every place of the other axes have scales of its own?
 */
record ScaleLayout(int outer, int size, int inner, int block, boolean blocked) {
    static ScaleLayout of(Shape data, Shape scale, long axis, long blockSize) {
        if (scale.rank() == 0 || (scale.rank() == 1 && scale.dim(0) == 1 && blockSize == 0)) {
            return new ScaleLayout(1, 1, (int) data.size(), 0, false);
        }
        int a = Axes.normalize(axis, data.rank());
        int outer = (int) data.size(0, a);
        int inner = (int) data.size(a + 1, data.rank());
        int size = data.dim(a);
        if (scale.rank() == 1 && blockSize == 0) {
            if (scale.dim(0) != size) {
                throw new IllegalArgumentException(
                        "scale " + scale + " does not fit axis " + a + " of " + data);
            }
            return new ScaleLayout(outer, size, inner, 1, false);
        }
        int blocks = scale.rank() == data.rank() ? scale.dim(a) : 0;
        int block =
                blockSize > 0
                        ? (int) Math.min(blockSize, Math.max(1, size))
                        : blocks == 0 ? 0 : (size + blocks - 1) / blocks;
        if (block == 0
                || (size + block - 1) / block != blocks
                || scale.size() != (long) outer * blocks * inner) {
            throw new IllegalArgumentException(
                    "scale " + scale + " does not fit blocks of " + blockSize + " of " + data);
        }
        return new ScaleLayout(outer, size, inner, block, true);
    }

    /** Work on a run of elements that share a scale, or step through scales with them. */
    interface Run {
        /**
         * @param from first element
         * @param count length of the run
         * @param scale index of the first scale
         * @param step 0 where all share it, 1 where each has its own
         */
        void run(int from, int count, int scale, int step);
    }

    /** Calls the body for runs that cover all elements. */
    void forEach(Run body) {
        if (block == 0) {
            body.run(0, inner, 0, 0);
            return;
        }
        int blocks = (size + block - 1) / block;
        for (int o = 0; o < outer; o++) {
            for (int a = 0; a < size; a++) {
                int from = (o * size + a) * inner;
                if (blocked) {
                    body.run(from, inner, (o * blocks + a / block) * inner, 1);
                } else {
                    body.run(from, inner, a, 0);
                }
            }
        }
    }
}
