package io.jquant.kernel;

import io.jquant.simd.Copies;
import io.jquant.simd.Simd;
import java.util.Arrays;

/**
 * A copy of an input plane in which a window with strides slides as one without. The plane is
 * padded and, for strides (sy, sx), taken apart into sy · sx phases, phase (ry, rx) being made of
 * the rows ry, ry + sy, … and columns rx, rx + sx, …. Then the input that place t of the window
 * sees for output (y, x) stands at {@code tapOffsets[t] + y * pitch + x}: all outputs of a row, or
 * of several with {@code pitch - width} idle places between, are one run for every place of the
 * window.
 */
final class PhasePlanes {
    private static final Copies COPIES = Simd.get().copies();

    /** Floats from one output row to the next. */
    final int pitch;

    /** Floats of the whole copy of one plane. */
    final int size;

    /** Where the input of each place of the window stands, for output (0, 0). */
    final int[] tapOffsets;

    private final int inHeight;
    private final int inWidth;
    private final int strideY;
    private final int strideX;
    private final int firstRow;
    private final int firstColumn;
    private final int extraRows;
    private final int extraColumns;
    private final int phaseSize;

    /** Phases that are seen: ry * strideX + rx. */
    private final int[] phases;

    /**
     * @param rows most output rows at a time
     * @param columns most output columns at a time
     * @param tapRows the row that each place of the window sees, from output row times stride
     * @param tapColumns the column likewise
     */
    PhasePlanes(
            int inHeight,
            int inWidth,
            int strideY,
            int strideX,
            int rows,
            int columns,
            int[] tapRows,
            int[] tapColumns) {
        this.inHeight = inHeight;
        this.inWidth = inWidth;
        this.strideY = strideY;
        this.strideX = strideX;
        this.firstRow = floorDiv(tapRows, strideY).min().orElse(0);
        this.firstColumn = floorDiv(tapColumns, strideX).min().orElse(0);
        this.extraRows = floorDiv(tapRows, strideY).max().orElse(0) - firstRow;
        this.extraColumns = floorDiv(tapColumns, strideX).max().orElse(0) - firstColumn;
        this.pitch = columns + extraColumns;
        this.phaseSize = Math.multiplyExact(rows + extraRows, pitch);
        int taps = tapRows.length;
        int[] phaseOfTap = new int[taps];
        for (int t = 0; t < taps; t++) {
            phaseOfTap[t] =
                    Math.floorMod(tapRows[t], strideY) * strideX
                            + Math.floorMod(tapColumns[t], strideX);
        }
        this.phases = Arrays.stream(phaseOfTap).sorted().distinct().toArray();
        this.size = Math.multiplyExact(phases.length, phaseSize);
        this.tapOffsets = new int[taps];
        for (int t = 0; t < taps; t++) {
            tapOffsets[t] =
                    Arrays.binarySearch(phases, phaseOfTap[t]) * phaseSize
                            + (Math.floorDiv(tapRows[t], strideY) - firstRow) * pitch
                            + Math.floorDiv(tapColumns[t], strideX)
                            - firstColumn;
        }
    }

    private static java.util.stream.IntStream floorDiv(int[] x, int d) {
        return Arrays.stream(x).map(v -> Math.floorDiv(v, d));
    }

    /**
     * Copies what output rows {@code y0} to {@code y0 + rows - 1} and columns {@code x0} to {@code
     * x0 + columns - 1} see.
     *
     * @param plane where the input plane begins; negative for a plane of padding only
     * @param padding the value outside of the plane
     * @param dst takes {@link #size} floats, behind which up to {@link Copies#SLACK} are spoilt
     */
    void fill(
            float[] x,
            int plane,
            int y0,
            int rows,
            int x0,
            int columns,
            float padding,
            float[] dst,
            int dstOff) {
        int height = rows + extraRows;
        int width = columns + extraColumns;
        for (int p = 0; p < phases.length; p++) {
            int ry = phases[p] / strideX;
            int rx = phases[p] % strideX;
            // Rows and columns of the phase that are inside of the input, counted from the copy's
            int startY = y0 + firstRow;
            int startX = x0 + firstColumn;
            int top = clamp(-startY, 0, height);
            int bottom = clamp(count(inHeight, ry, strideY) - startY, top, height);
            int left = clamp(-startX, 0, width);
            int right = clamp(count(inWidth, rx, strideX) - startX, left, width);
            if (plane < 0 || left == right) {
                bottom = top;
            }
            int to = dstOff + p * phaseSize;
            if (bottom > top) {
                int row = plane + ((startY + top) * strideY + ry) * inWidth;
                int from = row + (startX + left) * strideX + rx;
                copy(bottom - top, right - left, x, from, dst, to + top * pitch + left);
            }
            frame(dst, to, height, width, top, bottom, left, right, padding);
        }
    }

    private static int clamp(int v, int low, int high) {
        return Math.max(low, Math.min(high, v));
    }

    /** How many of the rows (columns) r, r + stride, … there are. */
    private static int count(int size, int r, int stride) {
        return Math.floorDiv(size - 1 - r, stride) + 1;
    }

    private void copy(int rows, int n, float[] x, int from, float[] dst, int to) {
        if (strideX <= 2) {
            COPIES.spread(rows, x, from, strideY * inWidth, strideX, n, dst, to, pitch);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int row = from + r * strideY * inWidth;
            for (int i = 0; i < n; i++) {
                dst[to + r * pitch + i] = x[row + i * strideX];
            }
        }
    }

    /** Writes the padding, after what is inside, which spoils some of it. */
    private void frame(
            float[] dst,
            int to,
            int height,
            int width,
            int top,
            int bottom,
            int left,
            int right,
            float padding) {
        if (width == pitch) {
            Arrays.fill(dst, to, to + top * pitch, padding);
            Arrays.fill(dst, to + bottom * pitch, to + height * pitch, padding);
        } else {
            for (int y = 0; y < height; y++) {
                if (y < top || y >= bottom) {
                    Arrays.fill(dst, to + y * pitch, to + y * pitch + width, padding);
                }
            }
        }
        for (int c = 0; c < left; c++) {
            column(dst, to + c, top, bottom, padding);
        }
        for (int c = right; c < width; c++) {
            column(dst, to + c, top, bottom, padding);
        }
    }

    private void column(float[] dst, int to, int top, int bottom, float padding) {
        for (int y = top; y < bottom; y++) {
            dst[to + y * pitch] = padding;
        }
    }
}
