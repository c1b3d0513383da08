package io.jquant.tensor;

import java.util.Arrays;

/**
 * The sizes of a tensor's axes, outermost first. Rank 0 is a scalar; an axis of size 0 makes a
 * tensor without elements.
 */
public final class Shape {
    /** The shape of a scalar. */
    public static final Shape SCALAR = new Shape(new long[0]);

    private final long[] dims;

    private Shape(long[] dims) {
        this.dims = dims;
    }

    public static Shape of(long... dims) {
        for (long d : dims) {
            if (d < 0) {
                throw new IllegalArgumentException(
                        "negative dimension in " + Arrays.toString(dims));
            }
        }
        return new Shape(dims.clone());
    }

    public static Shape of(int[] dims) {
        return of(Arrays.stream(dims).asLongStream().toArray());
    }

    public int rank() {
        return dims.length;
    }

    /** Size of an axis; negative axes count from the end. */
    public int dim(int axis) {
        return Math.toIntExact(longDim(axis));
    }

    /** Size of an axis that may exceed the range of int; negative axes count from the end. */
    public long longDim(int axis) {
        return dims[axis < 0 ? axis + dims.length : axis];
    }

    /**
     * Number of elements.
     *
     * @throws ArithmeticException when it exceeds the range of long
     */
    public long size() {
        return size(0, dims.length);
    }

    /** Product of the axes from (inclusive) … to (exclusive). */
    public long size(int from, int to) {
        for (int i = from; i < to; i++) {
            if (dims[i] == 0) {
                return 0; // even where the other axes alone would overflow
            }
        }
        long n = 1;
        for (int i = from; i < to; i++) {
            n = Math.multiplyExact(n, dims[i]);
        }
        return n;
    }

    public long[] toArray() {
        return dims.clone();
    }

    public int[] toIntArray() {
        int[] out = new int[dims.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.toIntExact(dims[i]);
        }
        return out;
    }

    /** This shape with one axis resized. */
    public Shape withDim(int axis, long size) {
        long[] out = dims.clone();
        out[axis < 0 ? axis + dims.length : axis] = size;
        return of(out);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** As ONNX tools print it: {@code [1,3,224,224]}. */
    @Override
    public String toString() {
        return Arrays.toString(dims).replace(" ", "");
    }
}
