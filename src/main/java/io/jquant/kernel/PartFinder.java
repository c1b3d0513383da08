package io.jquant.kernel;

import java.util.Arrays;

/**
 * Cuts the columns of a matrix into parts in which no row's magnitudes add up to more than a bound.
 */
record PartFinder(float[] matrix, int columns, double bound) {
    /**
     * @param off where the first row begins
     * @return one behind the last column of each part
     */
    int[] split(int off, int rows) {
        int[] ends = new int[columns];
        int count = 0;
        double[] sums = new double[rows];
        for (int c = 0; c < columns; c++) {
            if (!fits(off, rows, c, sums)) {
                ends[count++] = c;
                Arrays.fill(sums, 0);
                if (!fits(off, rows, c, sums)) {
                    throw new IllegalArgumentException("a product of 2^24 or more");
                }
            }
            for (int r = 0; r < rows; r++) {
                sums[r] += Math.abs(matrix[off + r * columns + c]);
            }
        }
        if (columns > 0) {
            ends[count++] = columns;
        }
        return Arrays.copyOf(ends, count);
    }

    /** The largest sum of the magnitudes of a row. */
    double largestSum(int off, int rows) {
        double largest = 0;
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += Math.abs(matrix[off + r * columns + c]);
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    private boolean fits(int off, int rows, int column, double[] sums) {
        for (int r = 0; r < rows; r++) {
            if (sums[r] + Math.abs(matrix[off + r * columns + column]) > bound) {
                return false;
            }
        }
        return true;
    }
}
