package io.jquant.simd;

import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** Vector form of {@link Copies}. */
final class VectorCopies implements Copies {
    /** Every second lane; the upper half repeats the lower. */
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, lane -> 2 * lane % L);

    @Override
    public void gather(
            int k,
            int[] rows,
            int rowsOff,
            float[] src,
            int srcOff,
            int runs,
            int[] from,
            int[] to,
            float[] dst,
            int dstOff,
            int width) {
        if (runs == 2) { // where no output row ends inside the panel
            gather2(k, rows, rowsOff, src, srcOff, from, to, dst, dstOff, width);
            return;
        }
        if (runs == 3) {
            gather3(k, rows, rowsOff, src, srcOff, from, to, dst, dstOff, width);
            return;
        }
        int out = dstOff;
        for (int p = 0; p < k; p++) {
            int base = srcOff + rows[rowsOff + p];
            for (int v = 0; v < runs; v++) {
                FloatVector.fromArray(F, src, base + from[v]).intoArray(dst, out + to[v]);
            }
            out += width;
        }
    }

    private static void gather2(
            int k,
            int[] rows,
            int rowsOff,
            float[] src,
            int srcOff,
            int[] from,
            int[] to,
            float[] dst,
            int dstOff,
            int width) {
        int from0 = srcOff + from[0];
        int from1 = srcOff + from[1];
        int out0 = dstOff + to[0];
        int out1 = dstOff + to[1];
        for (int p = 0; p < k; p++) {
            int row = rows[rowsOff + p];
            FloatVector.fromArray(F, src, row + from0).intoArray(dst, out0);
            FloatVector.fromArray(F, src, row + from1).intoArray(dst, out1);
            out0 += width;
            out1 += width;
        }
    }

    private static void gather3(
            int k,
            int[] rows,
            int rowsOff,
            float[] src,
            int srcOff,
            int[] from,
            int[] to,
            float[] dst,
            int dstOff,
            int width) {
        int from0 = srcOff + from[0];
        int from1 = srcOff + from[1];
        int from2 = srcOff + from[2];
        int out0 = dstOff + to[0];
        int out1 = dstOff + to[1];
        int out2 = dstOff + to[2];
        for (int p = 0; p < k; p++) {
            int row = rows[rowsOff + p];
            FloatVector.fromArray(F, src, row + from0).intoArray(dst, out0);
            FloatVector.fromArray(F, src, row + from1).intoArray(dst, out1);
            FloatVector.fromArray(F, src, row + from2).intoArray(dst, out2);
            out0 += width;
            out1 += width;
            out2 += width;
        }
    }

    @Override
    public void rows(
            int k,
            float[] src,
            int srcOff,
            int stride,
            int columns,
            float[] dst,
            int dstOff,
            int width) {
        if (columns != width || width % L != 0) {
            ScalarCopies.copyRows(k, src, srcOff, stride, columns, dst, dstOff, width);
            return;
        }
        for (int j = 0; j < width; j += L) {
            int from = srcOff + j;
            int to = dstOff + j;
            for (int p = 0; p < k; p++) {
                FloatVector.fromArray(F, src, from).intoArray(dst, to);
                from += stride;
                to += width;
            }
        }
    }

    @Override
    public void spread(
            int rows,
            float[] src,
            int srcOff,
            int srcStride,
            int step,
            int n,
            float[] dst,
            int dstOff,
            int dstStride) {
        // Whole vectors are read, for which the source must be long enough behind the last rows.
        int reach = (n + L) * step;
        int from = srcOff;
        int to = dstOff;
        int r = 0;
        for (; r < rows && from + reach <= src.length; r++) {
            if (step == 1) {
                for (int i = 0; i < n; i += L) {
                    FloatVector.fromArray(F, src, from + i).intoArray(dst, to + i);
                }
            } else {
                // Half of each vector written is garbage, which the next one overwrites.
                for (int i = 0; i < n; i += L / 2) {
                    FloatVector v = FloatVector.fromArray(F, src, from + 2 * i);
                    v.rearrange(EVEN).intoArray(dst, to + i);
                }
            }
            from += srcStride;
            to += dstStride;
        }
        for (; r < rows; r++) {
            ScalarCopies.spreadRow(src, from, step, n, dst, to);
            from += srcStride;
            to += dstStride;
        }
    }
}
