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
        int width = columns + extraColumns;
        for (int p = 0; p < phases.length; p++) {
            int ry = phases[p] / strideX;
            int rx = phases[p] % strideX;
            int start = x0 + firstColumn; // column of the phase at the row's begin
            int present = Math.floorDiv(inWidth - 1 - rx, strideX) + 1;
            int low = Math.min(width, Math.max(0, -start));
            int high = Math.max(low, Math.min(width, present - start));
            int to = dstOff + p * phaseSize;
            for (int i = 0; i < rows + extraRows; i++) {
                int y = (y0 + firstRow + i) * strideY + ry;
                if (plane < 0 || y < 0 || y >= inHeight) {
                    Arrays.fill(dst, to, to + width, padding);
                } else {
                    for (int c = 0; c < low; c++) {
                        dst[to + c] = padding;
                    }
                    int from = plane + y * inWidth + (start + low) * strideX + rx;
                    copy(x, from, dst, to + low, high - low);
                    for (int c = high; c < width; c++) {
                        dst[to + c] = padding;
                    }
                }
                to += pitch;
            }
        }
    }

    private void copy(float[] x, int from, float[] dst, int to, int n) {
        if (strideX == 1) {
            System.arraycopy(x, from, dst, to, n);
        } else if (strideX == 2) {
            COPIES.even(x, from, dst, to, n);
        } else {
            for (int i = 0; i < n; i++) {
                dst[to + i] = x[from + i * strideX];
            }
        }
    }
}
