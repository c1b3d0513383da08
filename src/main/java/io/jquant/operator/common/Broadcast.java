package io.jquant.operator.common;

import io.jquant.support.Workers;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Multidirectional broadcasting (ONNX, "Broadcasting in ONNX"): operands of several shapes seen
 * under their common shape. Axes are joined as far as all operands allow, so that work comes in
 * runs: along a run every operand either steps by one element or stays where it is.
 */
public final class Broadcast {
    private static final int PIECE = 1 << 14;

    /** Work on one run. */
    @FunctionalInterface
    public interface Run {
        /**
         * @param offsets first element of each operand
         * @param out first element of the result
         * @param count length of the run
         */
        void run(int[] offsets, int out, int count);
    }

    private final Shape shape;
    private final int[] dims;
    private final int[][] strides;

    private Broadcast(Shape shape, int[] dims, int[][] strides) {
        this.shape = shape;
        this.dims = dims;
        this.strides = strides;
    }

    /** The common shape of tensors. */
    public static Shape shape(Shape... operands) {
        int rank = 0;
        for (Shape s : operands) {
            rank = Math.max(rank, s.rank());
        }
        long[] out = new long[rank];
        Arrays.fill(out, 1);
        for (Shape s : operands) {
            for (int i = 0; i < s.rank(); i++) {
                int at = rank - s.rank() + i;
                long d = s.longDim(i);
                if (d != 1 && out[at] != 1 && d != out[at]) {
                    throw new IllegalArgumentException(
                            "shapes do not broadcast: " + Arrays.toString(operands));
                }
                out[at] = d == 1 ? out[at] : d;
            }
        }
        return Shape.of(out);
    }

    /** The common shape as far as it is known; null when a rank is not known. */
    public static SymbolicShape shape(List<SymbolicShape> operands) {
        int rank = 0;
        for (SymbolicShape s : operands) {
            if (s == null) {
                return null;
            }
            rank = Math.max(rank, s.rank());
        }
        List<Dimension> out = new ArrayList<>(Collections.nCopies(rank, Dimension.of(1)));
        for (SymbolicShape s : operands) {
            for (int i = 0; i < s.rank(); i++) {
                int at = rank - s.rank() + i;
                if (contradict(out.get(at), s.dim(i))) {
                    throw new IllegalArgumentException("shapes do not broadcast: " + operands);
                }
                out.set(at, join(out.get(at), s.dim(i)));
            }
        }
        return new SymbolicShape(out);
    }

    private static boolean contradict(Dimension a, Dimension b) {
        return a.isKnown() && b.isKnown() && a.size() != b.size() && a.size() != 1 && b.size() != 1;
    }

    /** One axis: a known size other than 1 wins, as the model is only valid when it does. */
    private static Dimension join(Dimension a, Dimension b) {
        if (a.equals(b) || b.size() == 1) {
            return a;
        }
        if (a.size() == 1) {
            return b;
        }
        if (a.isKnown()) {
            return a;
        }
        return b.isKnown() ? b : Dimension.UNKNOWN;
    }

    /** Operands under their common shape. */
    public static Broadcast of(Shape... operands) {
        return under(shape(operands), operands);
    }

    /** Operands under a shape that they broadcast to. */
    public static Broadcast under(Shape shape, Shape... operands) {
        int rank = shape.rank();
        int[] d = new int[rank];
        int[][] s = new int[operands.length][rank];
        int n = 0;
        int[] next = new int[operands.length];
        Arrays.fill(next, 1);
        // from the innermost axis outwards; entries are kept innermost first
        for (int i = rank - 1; i >= 0; i--) {
            int size = shape.dim(i);
            if (size == 1) {
                continue;
            }
            boolean joins = n > 0;
            int[] step = new int[operands.length];
            for (int k = 0; k < operands.length; k++) {
                int at = i - rank + operands[k].rank();
                boolean has = at >= 0 && operands[k].dim(at) != 1;
                step[k] = has ? next[k] : 0;
                next[k] *= has ? size : 1;
                joins &= n > 0 && step[k] == s[k][n - 1] * d[n - 1];
            }
            if (joins) {
                d[n - 1] *= size;
            } else {
                d[n] = size;
                for (int k = 0; k < operands.length; k++) {
                    s[k][n] = step[k];
                }
                n++;
            }
        }
        if (n == 0) {
            d = new int[] {1};
            n = 1;
            s = new int[operands.length][1];
        }
        int[] dims = new int[n];
        int[][] strides = new int[operands.length][n];
        for (int i = 0; i < n; i++) {
            dims[i] = d[n - 1 - i];
            for (int k = 0; k < operands.length; k++) {
                strides[k][i] = s[k][n - 1 - i];
            }
        }
        return new Broadcast(shape, dims, strides);
    }

    /** The common shape. */
    public Shape shape() {
        return shape;
    }

    /** 1 when the operand advances along a run, 0 when it stays. */
    public int step(int operand) {
        return strides[operand][dims.length - 1];
    }

    /** Calls the body for every run; the runs cover the result once. */
    public void forEach(Workers workers, Run body) {
        int inner = dims[dims.length - 1];
        int outer = Axes.product(dims, 0, dims.length - 1);
        if (inner == 0 || outer == 0) {
            return;
        }
        int pieces = Math.max(1, inner / PIECE);
        int length = (inner + pieces - 1) / pieces;
        Chunks.forEach(
                workers,
                Math.multiplyExact(outer, pieces),
                length,
                (from, to) -> walk(from, to, pieces, length, body));
    }

    private void walk(int from, int to, int pieces, int length, Run body) {
        int last = dims.length - 1;
        int[] at = new int[dims.length];
        int rest = from / pieces;
        for (int i = last - 1; i >= 0; i--) {
            at[i] = rest % dims[i];
            rest /= dims[i];
        }
        int[] base = new int[strides.length];
        for (int k = 0; k < base.length; k++) {
            for (int i = 0; i < last; i++) {
                base[k] += at[i] * strides[k][i];
            }
        }
        int[] offsets = new int[base.length];
        for (int u = from; u < to; u++) {
            int begin = u % pieces * length;
            int count = Math.min(length, dims[last] - begin);
            for (int k = 0; k < base.length; k++) {
                offsets[k] = base[k] + begin * strides[k][last];
            }
            if (count > 0) {
                body.run(offsets, u / pieces * dims[last] + begin, count);
            }
            if (u % pieces == pieces - 1) {
                advance(at, base, last);
            }
        }
    }

    private void advance(int[] at, int[] base, int last) {
        for (int i = last - 1; i >= 0; i--) {
            at[i]++;
            if (at[i] < dims[i]) {
                for (int k = 0; k < base.length; k++) {
                    base[k] += strides[k][i];
                }
                return;
            }
            at[i] = 0;
            for (int k = 0; k < base.length; k++) {
                base[k] -= strides[k][i] * (dims[i] - 1);
            }
        }
    }
}
