package io.jquant.rewrite;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.tensor.SymbolicShape;

/**
 * One spatial axis of a transposed convolution, seen as a convolution of stride 1 that computes
 * {@code stride} neighbouring results at once.
 *
 * <p>Result {@code stride·q + r} sums the input elements {@code q − d} with the weight at {@code
 * stride·d + r + cut}, as far as that lies in the kernel; {@code d} runs from {@code least} to
 * {@code most}.
 *
 * @param kernel elements of the transposed kernel
 * @param stride results per block
 * @param dilation distance of the transposed kernel's elements
 * @param cut what the transposed convolution leaves out at the beginning
 * @param least the least offset
 * @param most the greatest offset, which is the padding at the beginning
 * @param step distance of the convolution's kernel elements
 * @param padEnd the padding behind the input
 * @param surplus results behind the end of the output
 */
record SpreadAxis(
        int kernel,
        int stride,
        int dilation,
        int cut,
        int least,
        int most,
        int step,
        int padEnd,
        int surplus) {

    /** Sizes beyond this are no practical convolutions. */
    private static final long MOST = 1 << 16;

    /**
     * The geometry of an axis; null when it depends on a size that is not known, or cannot be
     * written this way.
     *
     * @param axis counted from the first spatial one
     */
    static SpreadAxis of(Node n, int axis, int kernel) {
        Attributes a = n.attributes();
        long stride = a.getInt("strides", axis, 1);
        long dilation = a.getInt("dilations", axis, 1);
        if (stride < 1 || stride > MOST || dilation < 1 || dilation > MOST || kernel < 1) {
            return null;
        }
        long reach = (kernel - 1) * dilation + 1;
        long full = reach + a.getInt("output_padding", axis, 0); // of a single input element
        long[] wanted = a.getInts("output_shape");
        String auto = a.getString("auto_pad", "NOTSET");
        long cut;
        long last; // what the output has beyond stride · (input − 1)
        if (wanted != null && wanted.length > 0) {
            int axes = n.input(1).constant().rank() - 2;
            SymbolicShape x = Facts.shape(n.input(0));
            long in = x == null || x.rank() != axes + 2 ? -1 : x.size(axis + 2);
            if (in < 0) {
                return null;
            }
            last = wanted[wanted.length - axes + axis] - stride * (in - 1);
            cut = half(Math.max(0, full - last), auto);
        } else if (auto.startsWith("SAME")) {
            last = Math.min(stride, full);
            cut = half(full - last, auto);
        } else if (auto.equals("VALID")) {
            last = full;
            cut = 0;
        } else {
            cut = a.getInt("pads", axis, 0);
            last = full - cut - atEnd(n, axis);
        }
        if (cut < 0 || cut > MOST || Math.abs(last) > MOST || reach > MOST) {
            return null;
        }
        return of(kernel, (int) stride, (int) dilation, (int) cut, (int) last, (int) reach);
    }

    private static SpreadAxis of(
            int kernel, int stride, int dilation, int cut, int last, int reach) {
        int blocks = -Math.floorDiv(-last, stride); // beyond input − 1
        if (stride == 1) {
            int most = reach - 1 - cut;
            int end = last - 1 + cut;
            return most < 0 || end < 0
                    ? null
                    : new SpreadAxis(kernel, 1, dilation, cut, -cut, most, dilation, end, 0);
        }
        int least = Math.min(Math.floorDiv(-cut, stride), blocks - 1);
        int most = Math.max(Math.floorDiv(reach - 1 - cut, stride), 0);
        return new SpreadAxis(
                kernel,
                stride,
                dilation,
                cut,
                least,
                most,
                1,
                blocks - 1 - least,
                blocks * stride - last);
    }

    /**
     * The padding in front of an axis that has so much at both ends, as {@code SAME} divides it.
     */
    static long half(long total, String auto) {
        return auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
    }

    private static long atEnd(Node n, int axis) {
        long[] a = n.attributes().getInts("pads");
        return a == null || a.length == 0 ? 0 : a[a.length / 2 + axis];
    }

    /** Elements of the convolution's kernel. */
    int taps() {
        return (most - least) / step + 1;
    }

    /** The padding in front of the input. */
    int padBegin() {
        return most;
    }

    /**
     * Which element of the transposed kernel the convolution's has for a result of the block; -1
     * for none.
     */
    int source(int tap, int result) {
        int place = stride * (most - tap * step) + result + cut;
        return place >= 0 && place % dilation == 0 && place / dilation < kernel
                ? place / dilation
                : -1;
    }

    /** How many blocks an input of this size gives; -1 when it is not known. */
    long blocks(long input) {
        return input < 0 ? -1 : input + most + padEnd - (most - least);
    }
}
