package io.jquant.operator.common;

import java.util.Arrays;

/** Axis numbers as ONNX writes them, and strides. */
public final class Axes {
    private Axes() {}

    /** The axis from the front; negative numbers count from the end. */
    public static int normalize(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException("axis " + axis + " is outside rank " + rank);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** The axes from the front, in ascending order. */
    public static int[] normalize(long[] axes, int rank) {
        int[] out = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            out[i] = normalize(axes[i], rank);
        }
        Arrays.sort(out);
        for (int i = 1; i < out.length; i++) {
            if (out[i] == out[i - 1]) {
                throw new IllegalArgumentException("axis " + out[i] + " is given twice");
            }
        }
        return out;
    }

    /** For each axis: is it among the given ones? */
    public static boolean[] mask(long[] axes, int rank) {
        boolean[] out = new boolean[rank];
        for (int a : normalize(axes, rank)) {
            out[a] = true;
        }
        return out;
    }

    /** Strides of a row-major tensor, in elements. */
    public static int[] strides(int[] dims) {
        int[] out = new int[dims.length];
        int n = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            out[i] = n;
            n *= Math.max(dims[i], 1);
        }
        return out;
    }

    /** The product of some sizes, from (inclusive) … to (exclusive). */
    public static int product(int[] dims, int from, int to) {
        long n = 1;
        for (int i = from; i < to; i++) {
            n = Math.multiplyExact(n, (long) dims[i]);
        }
        return Math.toIntExact(n);
    }

    /** The product of all sizes. */
    public static int product(int[] dims) {
        return product(dims, 0, dims.length);
    }
}
