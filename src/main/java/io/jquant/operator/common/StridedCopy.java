package io.jquant.operator.common;

import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/**
 * Copies between tensors that are laid out differently. Everything that only moves elements
 * (Transpose, Slice, Concat, Expand, Tile, SpaceToDepth …) is such a copy: a list of axes, each
 * with its size and its stride on both sides; a stride of 0 repeats.
 */
public final class StridedCopy {
    private static final int TILE = 16;

    private final int[] dims;
    private final int[] from;
    private final int[] to;

    private StridedCopy(int[] dims, int[] from, int[] to) {
        this.dims = dims;
        this.from = from;
        this.to = to;
    }

    /**
     * Fills a tensor, seen as dims[0] × dims[1] × … elements, from another one.
     *
     * @param fromStrides step between the elements read along each axis
     */
    public static void fill(
            Workers workers, int[] dims, Tensor from, int[] fromStrides, Tensor to) {
        run(
                workers,
                from.type(),
                dims,
                from.storage(),
                0,
                fromStrides,
                to.storage(),
                0,
                Axes.strides(dims));
    }

    /**
     * Copies dims[0] × dims[1] × … elements.
     *
     * @param fromOffset the first element read
     * @param fromStrides step between elements along each axis, in elements
     */
    public static void run(
            Workers workers,
            ElementType type,
            int[] dims,
            Object from,
            int fromOffset,
            int[] fromStrides,
            Object to,
            int toOffset,
            int[] toStrides) {
        int entries = type.entriesPerElement();
        StridedCopy copy = collapse(dims, fromStrides, toStrides, entries);
        int total = Axes.product(copy.dims);
        if (total == 0) {
            return;
        }
        int f = fromOffset * entries;
        int t = toOffset * entries;
        if (copy.dims.length == 1) {
            int fs = copy.from[0];
            int ts = copy.to[0];
            Chunks.forEach(
                    workers,
                    copy.dims[0],
                    1,
                    (a, b) -> Storages.copy(from, f + a * fs, fs, to, t + a * ts, ts, b - a));
            return;
        }
        Chunks.forEach(
                workers,
                copy.dims[0],
                total / copy.dims[0],
                (a, b) -> copy.axis(0, a, b, from, f, to, t));
    }

    /** Drops axes of size 1 and joins neighbours that are one run on both sides. */
    private static StridedCopy collapse(int[] dims, int[] from, int[] to, int entries) {
        int most = dims.length + 1;
        int[] d = new int[most];
        int[] f = new int[most];
        int[] t = new int[most];
        int n = 0;
        for (int i = 0; i <= dims.length; i++) {
            boolean last = i == dims.length;
            int size = last ? entries : dims[i];
            int fs = last ? 1 : from[i] * entries;
            int ts = last ? 1 : to[i] * entries;
            if (size == 1 && !(last && n == 0)) {
                continue;
            }
            if (n > 0 && f[n - 1] == fs * size && t[n - 1] == ts * size) {
                d[n - 1] *= size;
                f[n - 1] = fs;
                t[n - 1] = ts;
            } else {
                d[n] = size;
                f[n] = fs;
                t[n] = ts;
                n++;
            }
        }
        return new StridedCopy(Arrays.copyOf(d, n), Arrays.copyOf(f, n), Arrays.copyOf(t, n));
    }

    private void axis(int axis, int begin, int end, Object src, int f, Object dst, int t) {
        if (axis == dims.length - 2) {
            plane(begin, end, src, f, dst, t);
            return;
        }
        for (int i = begin; i < end; i++) {
            axis(axis + 1, 0, dims[axis + 1], src, f + i * from[axis], dst, t + i * to[axis]);
        }
    }

    /** The two innermost axes; in tiles where a row is not a run of memory on the reading side. */
    private void plane(int begin, int end, Object src, int f, Object dst, int t) {
        int last = dims.length - 1;
        int rowFrom = from[last - 1];
        int rowTo = to[last - 1];
        int stepFrom = from[last];
        int stepTo = to[last];
        int length = dims[last];
        if (stepFrom <= 1 || length <= TILE) {
            for (int i = begin; i < end; i++) {
                Storages.copy(src, f + i * rowFrom, stepFrom, dst, t + i * rowTo, stepTo, length);
            }
            return;
        }
        for (int j = 0; j < length; j += TILE) {
            int n = Math.min(TILE, length - j);
            for (int i = begin; i < end; i++) {
                Storages.copy(
                        src,
                        f + i * rowFrom + j * stepFrom,
                        stepFrom,
                        dst,
                        t + i * rowTo + j * stepTo,
                        stepTo,
                        n);
            }
        }
    }
}
