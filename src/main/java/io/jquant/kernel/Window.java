package io.jquant.kernel;

import java.util.Arrays;

/**
 * How a window slides over an input: everything but the channels. All arrays have one entry per
 * spatial axis, of which there is at least one.
 *
 * @param in sizes of the input
 * @param kernel sizes of the window
 * @param strides steps of the window
 * @param dilations distances between the elements of the window
 * @param pads what is added before the input; what is added behind it follows from the output
 * @param out sizes of the output
 */
public record Window(
        int[] in, int[] kernel, int[] strides, int[] dilations, int[] pads, int[] out) {
    /** Checks that the arrays belong together. */
    public Window {
        int rank = in.length;
        for (int[] a : new int[][] {kernel, strides, dilations, pads, out}) {
            if (a.length != rank || rank == 0) {
                throw new IllegalArgumentException("a window of " + rank + " axes");
            }
        }
    }

    int rank() {
        return in.length;
    }

    /** Size of the input's last axis but {@code fromEnd}, 1 where there is none. */
    private static int last(int[] a, int fromEnd, int missing) {
        return a.length > fromEnd ? a[a.length - 1 - fromEnd] : missing;
    }

    int inHeight() {
        return last(in, 1, 1);
    }

    int inWidth() {
        return last(in, 0, 1);
    }

    int outHeight() {
        return last(out, 1, 1);
    }

    int outWidth() {
        return last(out, 0, 1);
    }

    int kernelHeight() {
        return last(kernel, 1, 1);
    }

    int kernelWidth() {
        return last(kernel, 0, 1);
    }

    int strideY() {
        return last(strides, 1, 1);
    }

    int strideX() {
        return last(strides, 0, 1);
    }

    int dilationY() {
        return last(dilations, 1, 1);
    }

    int dilationX() {
        return last(dilations, 0, 1);
    }

    int padY() {
        return last(pads, 1, 0);
    }

    int padX() {
        return last(pads, 0, 0);
    }

    /** Product of all but the last two sizes. */
    static int leading(int[] sizes) {
        int product = 1;
        for (int i = 0; i < sizes.length - 2; i++) {
            product = Math.multiplyExact(product, sizes[i]);
        }
        return product;
    }

    static int product(int[] sizes) {
        int product = 1;
        for (int s : sizes) {
            product = Math.multiplyExact(product, s);
        }
        return product;
    }

    /**
     * For the axes before the last two: which plane of the input each place of the window sees at
     * each place of the output, or -1 for padding. Entry {@code o * leading(kernel) + t}.
     */
    int[] leadingPlanes() {
        int axes = Math.max(0, rank() - 2);
        int taps = leading(kernel);
        int[] planes = new int[leading(out) * taps];
        for (int i = 0; i < planes.length; i++) {
            int o = i / taps;
            int t = i % taps;
            int plane = 0;
            int scale = 1;
            for (int a = axes - 1; a >= 0 && plane >= 0; a--) {
                int at = o % out[a] * strides[a] + t % kernel[a] * dilations[a] - pads[a];
                o /= out[a];
                t /= kernel[a];
                plane = at < 0 || at >= in[a] ? -1 : plane + at * scale;
                scale *= in[a];
            }
            planes[i] = plane;
        }
        return planes;
    }

    /** Rows of the input, from the output's row times the stride, that the window's places see. */
    int[] tapRows() {
        int[] rows = new int[kernelHeight() * kernelWidth()];
        for (int t = 0; t < rows.length; t++) {
            rows[t] = t / kernelWidth() * dilationY() - padY();
        }
        return rows;
    }

    /** Columns likewise. */
    int[] tapColumns() {
        int[] columns = new int[kernelHeight() * kernelWidth()];
        for (int t = 0; t < columns.length; t++) {
            columns[t] = t % kernelWidth() * dilationX() - padX();
        }
        return columns;
    }

    /** Is each output made of the one input at its place? */
    boolean isPointwise() {
        boolean pointwise = Arrays.equals(in, out);
        for (int i = 0; i < rank(); i++) {
            pointwise &= kernel[i] == 1 && strides[i] == 1 && pads[i] == 0;
        }
        return pointwise;
    }

    /** Is there one output, made of the whole input in its order? */
    boolean isWhole() {
        boolean whole = true;
        for (int i = 0; i < rank(); i++) {
            whole &= kernel[i] == in[i] && out[i] == 1 && pads[i] == 0;
            whole &= dilations[i] == 1 || kernel[i] == 1;
        }
        return whole;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Window w
                && Arrays.equals(in, w.in)
                && Arrays.equals(kernel, w.kernel)
                && Arrays.equals(strides, w.strides)
                && Arrays.equals(dilations, w.dilations)
                && Arrays.equals(pads, w.pads)
                && Arrays.equals(out, w.out);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(in) + Arrays.hashCode(out);
    }

    @Override
    public String toString() {
        return "window "
                + Arrays.toString(kernel)
                + " strides "
                + Arrays.toString(strides)
                + " dilations "
                + Arrays.toString(dilations)
                + " pads "
                + Arrays.toString(pads)
                + " from "
                + Arrays.toString(in)
                + " to "
                + Arrays.toString(out);
    }
}
