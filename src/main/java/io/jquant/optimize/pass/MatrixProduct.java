package io.jquant.optimize.pass;

import io.jquant.operator.math.EinsumEquation;
import io.jquant.tensor.SymbolicShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * How an Einsum of two operands is a product of matrices [outer, m, k] · [outer, k, n]. Axes of
 * both operands and the result are outer, those of the operands alone are k, the others are rows of
 * the left and columns of the right one. All rows but the last axis are outer ones that the right
 * operand does not have; several k or columns are joined by reshaping.
 *
 * <p>A permutation or shape is null where nothing is to be done; 0 in a shape keeps the size.
 *
 * @param swapped whether the second operand is the left one
 * @param columns the sizes of the axes n, known when there are several
 */
record MatrixProduct(
        boolean swapped,
        long[] leftPerm,
        long[] leftShape,
        long[] rightPerm,
        long[] rightShape,
        long[] resultShape,
        long[] resultPerm,
        long[] columns) {
    /**
     * @param swapped whether the second operand is to be the left one
     * @return null when the equation is no such product or sizes that matter are not known
     */
    static MatrixProduct of(EinsumEquation equation, List<SymbolicShape> shapes, boolean swapped) {
        List<String> out = equation.output();
        List<String> first = equation.operands().get(0);
        List<String> second = equation.operands().get(1);
        if (out.isEmpty() || repeats(out) || repeats(first) || repeats(second)) {
            return null;
        }
        List<String> left = swapped ? second : first;
        List<String> right = swapped ? first : second;
        List<String> outer = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (String axis : out) {
            boolean inLeft = left.contains(axis);
            (inLeft && right.contains(axis) ? outer : inLeft ? rows : columns).add(axis);
        }
        if (!right.containsAll(columns)) {
            return null;
        }
        List<String> inner = new ArrayList<>(left);
        inner.removeAll(out);
        List<String> summed = new ArrayList<>(right);
        summed.removeAll(out);
        if (rows.isEmpty()
                || columns.isEmpty()
                || inner.isEmpty()
                || inner.size() != summed.size()
                || !inner.containsAll(summed)) {
            return null;
        }
        SymbolicShape of = shapes.get(swapped ? 1 : 0);
        SymbolicShape with = shapes.get(swapped ? 0 : 1);
        long[] depths = sizes(inner, left, of);
        long[] widths = sizes(columns, right, with);
        long k = product(depths);
        long n = product(widths);
        boolean joinsK = depths.length > 1;
        boolean joinsN = widths.length > 1;
        if (k <= 0 || !Arrays.equals(depths, sizes(inner, right, with)) || (joinsN && n <= 0)) {
            return null;
        }
        List<String> before = new ArrayList<>(rows.subList(0, rows.size() - 1));
        before.addAll(outer);
        before.add(rows.get(rows.size() - 1));
        List<String> result = joined(before, columns);
        return new MatrixProduct(
                swapped,
                perm(left, joined(before, inner)),
                joinsK ? kept(before.size(), k) : null,
                perm(right, joined(joined(outer, inner), columns)),
                joinsK || joinsN ? kept(outer.size(), k, joinsN ? n : -1) : null,
                joinsN ? kept(before.size(), widths) : null,
                perm(result, out),
                widths);
    }

    private static long[] sizes(List<String> axes, List<String> of, SymbolicShape shape) {
        return axes.stream().mapToLong(a -> shape.size(of.indexOf(a))).toArray();
    }

    /** 0 when a size is not known, or 0, or the product is too large. */
    private static long product(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            if (size <= 0 || size > Integer.MAX_VALUE / product) {
                return 0;
            }
            product *= size;
        }
        return product;
    }

    private static boolean repeats(List<String> axes) {
        return new HashSet<>(axes).size() < axes.size();
    }

    private static List<String> joined(List<String> a, List<String> b) {
        List<String> out = new ArrayList<>(a);
        out.addAll(b);
        return out;
    }

    /** A shape that keeps the first sizes and has these behind. */
    private static long[] kept(int count, long... behind) {
        long[] out = new long[count + behind.length];
        System.arraycopy(behind, 0, out, count, behind.length);
        return out;
    }

    /** What brings axes into another order; null when they have it. */
    private static long[] perm(List<String> from, List<String> to) {
        if (from.equals(to)) {
            return null;
        }
        return to.stream().mapToLong(from::indexOf).toArray();
    }
}
