package io.jquant.operator.math;

import io.jquant.kernel.Ending;
import io.jquant.kernel.Gemm;
import io.jquant.operator.Invocation;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.StridedCopy;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An Einsum of two operands as products of matrices, between rearrangements of the axes. */
final class Contraction {
    private Contraction() {}

    /**
     * Computes the sum, if it is of that form: every axis that is summed over belongs to both
     * operands.
     */
    static boolean run(
            Invocation call,
            EinsumEquation e,
            Map<String, Integer> sizes,
            List<Tensor> tensors,
            Tensor out) {
        List<String> a = e.operands().get(0);
        List<String> b = e.operands().get(1);
        List<String> batch = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        List<String> summed = new ArrayList<>();
        for (String axis : sizes.keySet()) {
            boolean kept = e.output().contains(axis);
            boolean both = a.contains(axis) && b.contains(axis);
            if (!kept && !both) {
                return false;
            }
            (both ? kept ? batch : summed : a.contains(axis) ? rows : columns).add(axis);
        }
        int count = product(batch, sizes);
        int m = product(rows, sizes);
        int n = product(columns, sizes);
        int k = product(summed, sizes);
        if (out.size() == 0 || k == 0) {
            return false;
        }
        float[] x = arranged(call, a, tensors.get(0), join(batch, rows, summed), sizes);
        float[] y = arranged(call, b, tensors.get(1), join(batch, summed, columns), sizes);
        float[] z = call.scratch(out.size());
        int[] xs = new int[count];
        int[] ys = new int[count];
        for (int i = 0; i < count; i++) {
            xs[i] = i * m * k;
            ys[i] = i * k * n;
        }
        Gemm.batch(count, m, n, k, x, xs, k, 1, y, ys, n, 1, z, 0, Ending.PLAIN, call.workers());
        List<String> made = join(batch, rows, columns);
        int[] strides = Axes.strides(made.stream().mapToInt(sizes::get).toArray());
        int[] from = e.output().stream().mapToInt(axis -> strides[made.indexOf(axis)]).toArray();
        int[] dims = out.shape().toIntArray();
        StridedCopy.run(
                call.workers(),
                ElementType.FLOAT,
                dims,
                z,
                0,
                from,
                out.floats(),
                0,
                Axes.strides(dims));
        return true;
    }

    private static int product(List<String> axes, Map<String, Integer> sizes) {
        int n = 1;
        for (String a : axes) {
            n = Math.multiplyExact(n, sizes.get(a));
        }
        return n;
    }

    private static List<String> join(List<String> a, List<String> b, List<String> c) {
        List<String> out = new ArrayList<>(a);
        out.addAll(b);
        out.addAll(c);
        return out;
    }

    /** The elements of an operand in another order of its axes. */
    private static float[] arranged(
            Invocation call,
            List<String> axes,
            Tensor t,
            List<String> order,
            Map<String, Integer> sizes) {
        int[] dims = order.stream().mapToInt(sizes::get).toArray();
        int[] from = order.stream().mapToInt(a -> Einsum.stride(axes, t, a)).toArray();
        float[] out = call.scratch(Axes.product(dims));
        StridedCopy.run(
                call.workers(),
                ElementType.FLOAT,
                dims,
                t.floats(),
                0,
                from,
                out,
                0,
                Axes.strides(dims));
        return out;
    }
}
