package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.StridedCopy;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Collections;
import java.util.List;

/** Slice: bounds are attributes before opset 10, inputs (with steps) since. */
public final class Slice implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            List<Dimension> dims = Arguments.dims(in);
            if (Arguments.isKnown(node, 3)) {
                cut(node, in, dims);
            } else {
                Collections.fill(dims, Dimension.UNKNOWN);
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    private static void cut(Inference node, SymbolicShape in, List<Dimension> dims) {
        long[] starts = Arguments.ints(node, 1, "starts");
        long[] ends = Arguments.ints(node, 2, "ends");
        long[] steps = Arguments.ints(node, 4, "steps");
        boolean known = starts != null && ends != null && Arguments.isKnown(node, 4);
        long count = starts != null ? starts.length : ends != null ? ends.length : -1;
        count = count < 0 ? Arguments.length(node, 1) : count;
        int[] axes =
                axes(Arguments.ints(node, 3, "axes"), count < 0 ? in.rank() : count, in.rank());
        for (int i = 0; i < axes.length; i++) {
            long size = in.size(axes[i]);
            Dimension d = Dimension.UNKNOWN;
            if (known) {
                long step = steps == null ? 1 : steps[i];
                if (size >= 0) {
                    d = Dimension.of(Cut.of(starts[i], ends[i], step, size).count());
                } else if (starts[i] == 0 && ends[i] >= Integer.MAX_VALUE && step == 1) {
                    d = in.dim(axes[i]);
                }
            }
            dims.set(axes[i], d);
        }
    }

    private static int[] axes(long[] given, long count, int rank) {
        if (given != null && given.length != count) {
            throw new IllegalArgumentException(
                    count + " starts are given for " + given.length + " axes");
        }
        if (count > rank) {
            throw new IllegalArgumentException(count + " starts are given for rank " + rank);
        }
        int[] out = new int[(int) count];
        for (int i = 0; i < count; i++) {
            out[i] = given == null ? i : Axes.normalize(given[i], rank);
        }
        return out;
    }

    /** The elements start, start + step, … of an axis. */
    private record Cut(int start, int step, int count) {
        static Cut of(long start, long end, long step, long size) {
            if (step == 0) {
                throw new IllegalArgumentException("a step is 0");
            }
            long low = step > 0 ? 0 : -1;
            long high = step > 0 ? size : size - 1;
            long from = clamp(start < 0 ? start + size : start, 0, high);
            long to = clamp(end < 0 ? end + size : end, low, high);
            if (size == 0) {
                return new Cut(0, 1, 0);
            }
            long span = step > 0 ? to - from : from - to;
            if (span <= 0) {
                return new Cut(0, 1, 0);
            }
            long stride = step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
            long count = (span - 1) / stride + 1;
            return new Cut((int) from, count == 1 ? 1 : (int) step, (int) count);
        }

        private static long clamp(long x, long low, long high) {
            return Math.max(low, Math.min(high, x));
        }
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        long[] starts = Arguments.ints(call, 1, "starts");
        long[] ends = Arguments.ints(call, 2, "ends");
        long[] steps = Arguments.ints(call, 4, "steps");
        if (starts == null || ends == null || starts.length != ends.length) {
            throw new IllegalArgumentException("starts and ends do not match");
        }
        int rank = in.rank();
        int[] axes = axes(Arguments.ints(call, 3, "axes"), starts.length, rank);
        int[] dims = in.shape().toIntArray();
        int[] strides = Axes.strides(dims);
        int offset = 0;
        boolean whole = true;
        for (int i = 0; i < axes.length; i++) {
            int a = axes[i];
            Cut cut = Cut.of(starts[i], ends[i], steps == null ? 1 : steps[i], in.dim(a));
            whole &= cut.start == 0 && cut.step == 1 && cut.count == in.dim(a);
            offset += cut.start * strides[a];
            strides[a] *= cut.step;
            dims[a] = cut.count;
        }
        if (whole) {
            call.forward(0, in);
            return;
        }
        Tensor out = call.output(0, in.type(), Shape.of(dims));
        StridedCopy.run(
                call.workers(),
                in.type(),
                dims,
                in.storage(),
                offset,
                strides,
                out.storage(),
                0,
                Axes.strides(dims));
    }
}
