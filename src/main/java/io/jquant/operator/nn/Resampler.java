package io.jquant.operator.nn;

import io.jquant.operator.Invocation;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.operator.common.Storages;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;
import java.util.List;

/** Resizes one axis after the other, the innermost first. */
final class Resampler {
    private final Invocation call;
    private final List<ResizeAxis> axes;
    private final Interpolation.Options options;

    Resampler(Invocation call, List<ResizeAxis> axes, Interpolation.Options options) {
        this.call = call;
        this.axes = axes;
        this.options = options;
    }

    void run(Tensor in, Tensor out) {
        Interpolation[] tables = new Interpolation[axes.size()];
        for (int i = 0; i < tables.length; i++) {
            ResizeAxis axis = axes.get(i);
            if (!axis.isIdentity(options.coordinates())) {
                tables[i] = Interpolation.of(axis, options);
            }
        }
        if (options.mode().equals("nearest")) {
            pick(in, out, tables);
            return;
        }
        float[] values = TensorNumbers.floats(in);
        int[] dims = in.shape().toIntArray();
        int remaining = 0;
        for (Interpolation t : tables) {
            remaining += t == null ? 0 : 1;
        }
        boolean direct = out.storage() instanceof float[];
        for (int i = tables.length - 1; i >= 0; i--) {
            if (tables[i] == null) {
                continue;
            }
            int size = axes.get(i).out();
            int outer = Axes.product(dims, 0, i);
            int inner = Axes.product(dims, i + 1, dims.length);
            int length = Math.multiplyExact(Math.multiplyExact(outer, size), inner);
            remaining--;
            float[] to =
                    remaining > 0
                            ? call.scratch(length)
                            : direct ? out.floats() : new float[length];
            blend(values, outer, dims[i], inner, tables[i], size, to);
            dims[i] = size;
            values = to;
        }
        clearOutside(values, tables, dims);
        if (!direct) {
            Resize.store(values, out);
        }
    }

    /** One axis of outer × size × inner elements. */
    private void blend(
            float[] from, int outer, int size, int inner, Interpolation t, int length, float[] to) {
        int taps = t.taps();
        Chunks.forEach(
                call.workers(),
                outer * length,
                (long) inner * taps,
                (a, b) -> {
                    for (int r = a; r < b; r++) {
                        int base = r / length * size * inner;
                        int w = r % length * taps;
                        if (inner == 1) {
                            float sum = 0;
                            for (int k = 0; k < taps; k++) {
                                sum += t.weights()[w + k] * from[base + t.indices()[w + k]];
                            }
                            to[r] = sum;
                        } else {
                            rows(from, base, inner, t, w, to, r * inner);
                        }
                    }
                });
    }

    /** A row of the output as a sum of rows of the input. */
    private static void rows(
            float[] from, int base, int inner, Interpolation t, int w, float[] to, int at) {
        if (t.taps() == 2) {
            int p = base + t.indices()[w] * inner;
            int q = base + t.indices()[w + 1] * inner;
            float u = t.weights()[w];
            float v = t.weights()[w + 1];
            for (int i = 0; i < inner; i++) {
                to[at + i] = u * from[p + i] + v * from[q + i];
            }
            return;
        }
        Arrays.fill(to, at, at + inner, 0);
        for (int k = 0; k < t.taps(); k++) {
            int p = base + t.indices()[w + k] * inner;
            float u = t.weights()[w + k];
            for (int i = 0; i < inner; i++) {
                to[at + i] += u * from[p + i];
            }
        }
    }

    private void clearOutside(float[] values, Interpolation[] tables, int[] dims) {
        float value = call.attributes().getFloat("extrapolation_value", 0);
        for (int i = 0; i < tables.length; i++) {
            boolean[] outside = tables[i] == null ? null : tables[i].outside();
            if (outside == null) {
                continue;
            }
            int outer = Axes.product(dims, 0, i);
            int inner = Axes.product(dims, i + 1, dims.length);
            for (int r = 0; r < outer * dims[i]; r++) {
                if (outside[r % dims[i]]) {
                    Arrays.fill(values, r * inner, (r + 1) * inner, value);
                }
            }
        }
    }

    /** Nearest neighbours are copied, whatever the element type is. */
    private void pick(Tensor in, Tensor out, Interpolation[] tables) {
        int rank = in.rank();
        int[] dims = out.shape().toIntArray();
        int[] strides = Axes.strides(in.shape().toIntArray());
        int row = rank == 0 ? 1 : dims[rank - 1];
        Interpolation last = rank == 0 ? null : tables[rank - 1];
        Chunks.forEach(
                call.workers(),
                out.size() / row,
                row,
                (a, b) -> {
                    int[] sources = new int[row];
                    for (int r = a; r < b; r++) {
                        int base = 0;
                        int rest = r;
                        for (int i = rank - 2; i >= 0; i--) {
                            int at = rest % dims[i];
                            rest /= dims[i];
                            base += strides[i] * (tables[i] == null ? at : tables[i].indices()[at]);
                        }
                        if (last == null) {
                            Storages.copy(in.storage(), base, 1, out.storage(), r * row, 1, row);
                        } else {
                            for (int i = 0; i < row; i++) {
                                sources[i] = base + last.indices()[i];
                            }
                            Storages.gather(
                                    in.type(), in.storage(), sources, row, out.storage(), r * row);
                        }
                    }
                });
        boolean crops = false;
        for (Interpolation t : tables) {
            crops |= t != null && t.outside() != null;
        }
        if (crops) {
            float[] values = TensorNumbers.floats(out);
            clearOutside(values, tables, dims);
            if (!(out.storage() instanceof float[])) {
                Resize.store(values, out);
            }
        }
    }
}
