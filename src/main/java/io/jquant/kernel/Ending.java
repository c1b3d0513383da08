package io.jquant.kernel;

import io.jquant.simd.Arithmetic;
import io.jquant.simd.Simd;

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
 */
public record Ending(
        float[] bias,
        int biasOff,
        boolean biasPerColumn,
        float[] residual,
        int residualOff,
        float scale,
        Activation activation) {
    /** The sum itself. */
    public static final Ending PLAIN = new Ending(null, 0, false, null, 0, 1f, Activation.NONE);

    /** Adding it changes no float, not even -0. */
    private static final float[] NO_BIAS = {-0f};

    private static final Arithmetic ARITHMETIC = Simd.get().arithmetic();

    /** A bias per row (channel) and an activation. */
    public static Ending perRow(float[] bias, Activation activation) {
        return new Ending(bias, 0, false, null, 0, 1f, activation);
    }

    /** A bias per column and an activation. */
    public static Ending perColumn(float[] bias, Activation activation) {
        return new Ending(bias, 0, true, null, 0, 1f, activation);
    }

    /** The same with a residual. */
    public Ending withResidual(float[] array, int off) {
        return new Ending(bias, biasOff, biasPerColumn, array, off, scale, activation);
    }

    /** The same with a scale. */
    public Ending withScale(float factor) {
        return new Ending(bias, biasOff, biasPerColumn, residual, residualOff, factor, activation);
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
        if (x == y && xOff == yOff && changesNothing()) {
            return;
        }
        boolean perRow = bias != null && !biasPerColumn;
        boolean perColumn = bias != null && biasPerColumn;
        if (xStride == columns && yStride == columns && bias == null) {
            run(NO_BIAS, 0, 0, x, xOff, y, base, yOff, rows * columns);
            return;
        }
        for (int i = 0; i < rows; i++) {
            int at = perRow ? biasOff + row + i : perColumn ? biasOff + column : 0;
            run(
                    bias == null ? NO_BIAS : bias,
                    at,
                    perColumn ? 1 : 0,
                    x,
                    xOff + i * xStride,
                    y,
                    base,
                    yOff + i * yStride,
                    columns);
        }
    }

    private void run(
            float[] addend,
            int addendOff,
            int addendStep,
            float[] x,
            int xOff,
            float[] y,
            int base,
            int yOff,
            int n) {
        if (scale != 1f) {
            ARITHMETIC.affine(x, xOff, scale, -0f, x, xOff, n);
        }
        ARITHMETIC.finish(
                x,
                xOff,
                addend,
                addendOff,
                addendStep,
                residual,
                residualOff + yOff - base,
                activation.low(),
                activation.high(),
                y,
                yOff,
                n);
        if (activation.isFunction()) {
            activation.applyFunction(y, yOff, n);
        }
    }
}
