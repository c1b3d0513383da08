package io.jquant.kernel;

import io.jquant.simd.Arithmetic;
import io.jquant.simd.Simd;
import io.jquant.simd.Taps;

/**
 * What happens to a sum before it is a result: {@code activation(scale * sum + bias + residual)}.
 *
 * @param bias null for none
 * @param biasOff where the bias begins
 * @param biasPerColumn whether the bias belongs to the columns of a matrix product, not to its
 *     rows; rows are the channels of a convolution
 * @param residual what is added, laid out as the result; null for none. It may be the result's own
 *     array at the same place
 * @param residualOff where the residual begins
 * @param scale usually 1
 * @param activation applied last
 * @param codes where the codes of sum + bias go; null where results are floats. With codes there is
 *     neither residual nor scale nor activation, and the floats are of no use behind the end
 */
public record Ending(
        float[] bias,
        int biasOff,
        boolean biasPerColumn,
        float[] residual,
        int residualOff,
        float scale,
        Activation activation,
        CodeStore codes) {
    /** The sum itself. */
    public static final Ending PLAIN =
            new Ending(null, 0, false, null, 0, 1f, Activation.NONE, null);

    /** Adding it changes no float, not even -0. */
    private static final float[] NO_BIAS = {-0f};

    private static final Arithmetic ARITHMETIC = Simd.get().arithmetic();

    /** A bias per row (channel) and an activation. */
    public static Ending perRow(float[] bias, Activation activation) {
        return new Ending(bias, 0, false, null, 0, 1f, activation, null);
    }

    /** A bias per column and an activation. */
    public static Ending perColumn(float[] bias, Activation activation) {
        return new Ending(bias, 0, true, null, 0, 1f, activation, null);
    }

    /**
     * Codes of exact sums.
     *
     * @param bias whole numbers, added exactly; null for none
     */
    static Ending codes(float[] bias, boolean perColumn, CodeStore codes) {
        return new Ending(bias, 0, perColumn, null, 0, 1f, Activation.NONE, codes);
    }

    /** The same with a residual. */
    public Ending withResidual(float[] array, int off) {
        return new Ending(bias, biasOff, biasPerColumn, array, off, scale, activation, codes);
    }

    /** The same with a scale. */
    public Ending withScale(float factor) {
        return new Ending(
                bias, biasOff, biasPerColumn, residual, residualOff, factor, activation, codes);
    }

    Ending withBiasPerColumn() {
        return new Ending(bias, biasOff, true, residual, residualOff, scale, activation, codes);
    }

    private boolean changesNothing() {
        return bias == null && residual == null && scale == 1f && activation.isNone();
    }

    /**
     * Ends a block of sums.
     *
     * @param row the block's first row, which picks the bias
     * @param column the block's first column
     * @param x the sums; where {@code scale} is not 1 they are changed
     * @param y where results go; may be the place of the sums
     * @param base where the whole result begins in y: the residual begins there likewise
     */
    void apply(
            int row,
            int rows,
            int column,
            int columns,
            float[] x,
            int xOff,
            int xStride,
            float[] y,
            int base,
            int yOff,
            int yStride) {
        if (codes != null) {
            store(row, rows, column, columns, x, xOff, xStride, yOff - base, yStride);
            return;
        }
        if (x == y && xOff == yOff && changesNothing()) {
            return;
        }
        boolean perColumn = bias != null && biasPerColumn;
        for (int i = 0; i < rows; i++) {
            sum(
                    perColumn ? biasOff + column : biasOff + row + i,
                    perColumn ? 1 : 0,
                    x,
                    xOff + i * xStride,
                    y,
                    base,
                    yOff + i * yStride,
                    columns);
        }
        function(rows, columns, y, yOff, yStride);
    }

    /**
     * Ends rows that all belong to one channel; otherwise as {@link #apply}. The sums stand in an
     * array of their own, {@link Taps#SLACK} longer.
     */
    void applyToPlane(
            int channel,
            int rows,
            int columns,
            float[] x,
            int xOff,
            int xStride,
            float[] y,
            int base,
            int yOff,
            int yStride) {
        if (codes != null) {
            store(channel, rows, columns, x, xOff, xStride, yOff - base, yStride);
            return;
        }
        if (residual == null && scale == 1f) {
            ARITHMETIC.finishRows(
                    rows,
                    columns,
                    x,
                    xOff,
                    xStride,
                    bias == null ? -0f : bias[biasOff + channel],
                    activation.low(),
                    activation.high(),
                    y,
                    yOff,
                    yStride);
            function(rows, columns, y, yOff, yStride);
            return;
        }
        boolean whole = xStride == columns && yStride == columns;
        int runs = whole ? 1 : rows;
        int length = whole ? rows * columns : columns;
        for (int i = 0; i < runs; i++) {
            int from = xOff + i * xStride;
            sum(biasOff + channel, 0, x, from, y, base, yOff + i * yStride, length);
        }
        function(rows, columns, y, yOff, yStride);
    }

    /** Codes of a block whose rows, or columns, are channels. */
    private void store(
            int row,
            int rows,
            int column,
            int columns,
            float[] x,
            int xOff,
            int xStride,
            int to,
            int stride) {
        int step = biasPerColumn ? 1 : 0;
        for (int i = 0; i < rows; i++) {
            int channel = biasPerColumn ? column : row + i;
            codes.store(
                    x,
                    xOff + i * xStride,
                    bias == null ? NO_BIAS : bias,
                    bias == null ? 0 : biasOff + channel,
                    bias == null ? 0 : step,
                    channel,
                    step,
                    to + i * stride,
                    columns);
        }
    }

    /** Codes of rows that all belong to one channel. */
    private void store(
            int channel,
            int rows,
            int columns,
            float[] x,
            int xOff,
            int xStride,
            int to,
            int stride) {
        float[] b = bias == null ? NO_BIAS : bias;
        int at = bias == null ? 0 : biasOff + channel;
        if (stride == columns) {
            codes.storeRows(rows, columns, x, xOff, xStride, b, at, channel, to);
            return;
        }
        for (int i = 0; i < rows; i++) {
            int from = xOff + i * xStride;
            codes.store(x, from, b, at, 0, channel, 0, to + i * stride, columns);
        }
    }

    private void sum(
            int biasAt, int biasStep, float[] x, int xOff, float[] y, int base, int yOff, int n) {
        if (scale != 1f) {
            ARITHMETIC.affine(x, xOff, scale, -0f, x, xOff, n);
        }
        ARITHMETIC.finish(
                x,
                xOff,
                bias == null ? NO_BIAS : bias,
                bias == null ? 0 : biasAt,
                biasStep,
                residual,
                residualOff + yOff - base,
                activation.low(),
                activation.high(),
                y,
                yOff,
                n);
    }

    private void function(int rows, int columns, float[] y, int yOff, int yStride) {
        if (!activation.isFunction()) {
            return;
        }
        if (yStride == columns) {
            activation.applyFunction(y, yOff, rows * columns);
            return;
        }
        for (int i = 0; i < rows; i++) {
            activation.applyFunction(y, yOff + i * yStride, columns);
        }
    }
}
