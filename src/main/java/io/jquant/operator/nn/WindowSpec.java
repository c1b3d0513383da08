package io.jquant.operator.nn;

import io.jquant.kernel.Window;
import io.jquant.operator.NodeView;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The window of a convolution or a pool as the attributes of a node say it, one number per spatial
 * axis.
 *
 * @param kernel sizes of the window
 * @param before padding before the input
 * @param behind padding behind it
 * @param autoPad NOTSET, VALID, SAME_UPPER or SAME_LOWER
 * @param ceil is a window that reaches over the padded input kept?
 */
record WindowSpec(
        int[] kernel,
        int[] strides,
        int[] dilations,
        int[] before,
        int[] behind,
        String autoPad,
        boolean ceil) {
    private static final Set<String> AUTO_PADS =
            Set.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER");

    /**
     * Reads the attributes.
     *
     * @param kernel sizes of the window, as the weights or an attribute say
     */
    static WindowSpec of(NodeView node, int[] kernel) {
        int axes = kernel.length;
        int[] pads = list(node, "pads", 2 * axes, 0);
        WindowSpec spec =
                new WindowSpec(
                        kernel,
                        list(node, "strides", axes, 1),
                        list(node, "dilations", axes, 1),
                        Arrays.copyOf(pads, axes),
                        Arrays.copyOfRange(pads, axes, 2 * axes),
                        node.attributes().getString("auto_pad", "NOTSET"),
                        node.attributes().getBoolean("ceil_mode", false));
        for (int i = 0; i < axes; i++) {
            if (spec.kernel[i] < 1 || spec.strides[i] < 1 || spec.dilations[i] < 1) {
                throw new IllegalArgumentException(
                        "kernel, strides and dilations must be positive");
            }
            if (spec.before[i] < 0 || spec.behind[i] < 0) {
                throw new IllegalArgumentException("pads must not be negative");
            }
        }
        if (!AUTO_PADS.contains(spec.autoPad)) {
            throw new IllegalArgumentException(
                    "auto_pad '" + spec.autoPad + "' is none of " + new TreeSet<>(AUTO_PADS));
        }
        return spec;
    }

    /** A window whose sizes are the attribute kernel_shape. */
    static WindowSpec ofAttributes(NodeView node) {
        return of(node, ints("kernel_shape", node.attributes().requireInts("kernel_shape")));
    }

    private static int[] list(NodeView node, String name, int length, int otherwise) {
        long[] given = node.attributes().getInts(name);
        if (given == null || (given.length == 0 && length > 0)) {
            int[] out = new int[length];
            Arrays.fill(out, otherwise);
            return out;
        }
        if (given.length != length) {
            throw new IllegalArgumentException(
                    name + " has " + given.length + " entries, expected " + length);
        }
        return ints(name, given);
    }

    private static int[] ints(String name, long[] given) {
        int[] out = new int[given.length];
        for (int i = 0; i < out.length; i++) {
            if (given[i] < Integer.MIN_VALUE / 4 || given[i] > Integer.MAX_VALUE / 4) {
                throw new IllegalArgumentException(name + " has an entry of " + given[i]);
            }
            out[i] = (int) given[i];
        }
        return out;
    }

    private boolean same() {
        return autoPad.equals("SAME_UPPER") || autoPad.equals("SAME_LOWER");
    }

    private int extent(int axis) {
        return Math.addExact(Math.multiplyExact(kernel[axis] - 1, dilations[axis]), 1);
    }

    /** Padding before and behind an axis. */
    int[] padding(int axis, int in) {
        if (autoPad.equals("VALID")) {
            return new int[2];
        }
        if (!same()) {
            return new int[] {before[axis], behind[axis]};
        }
        int out = (in + strides[axis] - 1) / strides[axis];
        int total = Math.max(0, (out - 1) * strides[axis] + extent(axis) - in);
        int less = total / 2;
        return autoPad.equals("SAME_UPPER")
                ? new int[] {less, total - less}
                : new int[] {total - less, less};
    }

    /** The size of an axis of the output. */
    int out(int axis, int in) {
        if (same()) {
            return (in + strides[axis] - 1) / strides[axis];
        }
        int[] pads = padding(axis, in);
        int room = Math.addExact(in, pads[0] + pads[1]) - extent(axis);
        if (room < 0) {
            throw new IllegalArgumentException(
                    "the window of "
                            + extent(axis)
                            + " is larger than the padded input of "
                            + (in + pads[0] + pads[1]));
        }
        int out = room / strides[axis] + 1;
        if (ceil) {
            out = (room + strides[axis] - 1) / strides[axis] + 1;
            if ((out - 1L) * strides[axis] >= (long) in + pads[0]) {
                out--; // a window that begins behind the input sees nothing
            }
        }
        return out;
    }

    /** Sizes of the output. */
    int[] out(int[] in) {
        int[] out = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            out[i] = out(i, in[i]);
        }
        return out;
    }

    /** In the kernels' terms. */
    Window window(int[] in) {
        int[] pads = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            pads[i] = padding(i, in[i])[0];
        }
        return new Window(in, kernel, strides, dilations, pads, out(in));
    }

    /** The spatial sizes of a tensor (batch, channels, spatial…). */
    static int[] spatial(Shape s) {
        int[] all = s.toIntArray();
        return Arrays.copyOfRange(all, Math.min(2, all.length), all.length);
    }

    /** The output's shape as far as it is known. */
    SymbolicShape infer(SymbolicShape in, Dimension channels) {
        if (in.rank() != kernel.length + 2) {
            throw new IllegalArgumentException(
                    "input " + in + " does not fit a window of " + kernel.length + " axes");
        }
        List<Dimension> dims = new ArrayList<>();
        dims.add(in.dim(0));
        dims.add(channels);
        for (int i = 0; i < kernel.length; i++) {
            Dimension d = in.dim(i + 2);
            dims.add(
                    d.isKnown()
                            ? Dimension.of(out(i, Math.toIntExact(d.size())))
                            : keepsSize(i) ? d : Dimension.UNKNOWN);
        }
        return new SymbolicShape(dims);
    }

    private boolean keepsSize(int axis) {
        int pads = autoPad.equals("VALID") ? 0 : before[axis] + behind[axis];
        return strides[axis] == 1 && (same() || pads == extent(axis) - 1);
    }
}
