package io.jquant.optimize.pass;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/** Constants in another order of axes. */
final class Transposed {
    /** Types of constants that can be transposed. */
    static final Set<ElementType> TYPES =
            Set.of(
                    ElementType.FLOAT,
                    ElementType.DOUBLE,
                    ElementType.INT64,
                    ElementType.INT32,
                    ElementType.BOOL);

    private Transposed() {}

    /** The permutation that undoes another. */
    static long[] inverse(long[] perm) {
        long[] out = new long[perm.length];
        for (int i = 0; i < perm.length; i++) {
            out[(int) perm[i]] = i;
        }
        return out;
    }

    /** A permutation behind another one. */
    static long[] then(long[] first, long[] second) {
        return Arrays.stream(second).map(i -> first[(int) i]).toArray();
    }

    /** A vector with one element for each axis: element i goes where axis i goes. */
    static Tensor vector(Tensor t, long[] perm) {
        if (t.type() == ElementType.FLOAT) {
            float[] out = new float[perm.length];
            for (int i = 0; i < out.length; i++) {
                out[(int) perm[i]] = t.floats()[i];
            }
            return Tensor.of(Shape.of(out.length), out);
        }
        long[] out = new long[perm.length];
        for (int i = 0; i < out.length; i++) {
            out[(int) perm[i]] = t.longAt(i);
        }
        return Tensor.vector(out);
    }

    /** A constant that is broadcast to tensors of the permutation's rank, transposed by it. */
    static Tensor of(Tensor t, long[] perm) {
        int rank = perm.length;
        long[] wide = new long[rank];
        Arrays.fill(wide, 1);
        for (int i = 0; i < t.rank(); i++) {
            wide[rank - t.rank() + i] = t.dim(i);
        }
        long[] dims = Arrays.stream(perm).map(p -> wide[(int) p]).toArray();
        Shape to = Shape.of(dims);
        int[] from = new int[t.size()];
        long[] strides = new long[rank];
        long stride = 1;
        for (int i = rank - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= wide[i];
        }
        long[] at = new long[rank];
        for (int i = 0; i < from.length; i++) {
            long source = 0;
            for (int k = 0; k < rank; k++) {
                source += at[k] * strides[(int) perm[k]];
            }
            from[i] = (int) source;
            for (int k = rank - 1; k >= 0 && ++at[k] == dims[k]; k--) {
                at[k] = 0;
            }
        }
        return gather(t, to, from);
    }

    private static Tensor gather(Tensor t, Shape to, int[] from) {
        int n = from.length;
        return switch (t.type()) {
            case FLOAT -> {
                float[] out = new float[n];
                for (int i = 0; i < n; i++) {
                    out[i] = t.floats()[from[i]];
                }
                yield Tensor.of(to, out);
            }
            case DOUBLE -> {
                double[] out = new double[n];
                for (int i = 0; i < n; i++) {
                    out[i] = t.doubles()[from[i]];
                }
                yield Tensor.of(ElementType.DOUBLE, to, out);
            }
            case INT64 -> {
                long[] out = new long[n];
                for (int i = 0; i < n; i++) {
                    out[i] = t.longs()[from[i]];
                }
                yield Tensor.of(ElementType.INT64, to, out);
            }
            case INT32 -> {
                int[] out = new int[n];
                for (int i = 0; i < n; i++) {
                    out[i] = t.ints()[from[i]];
                }
                yield Tensor.of(ElementType.INT32, to, out);
            }
            case BOOL -> {
                byte[] out = new byte[n];
                for (int i = 0; i < n; i++) {
                    out[i] = t.bytes()[from[i]];
                }
                yield Tensor.of(ElementType.BOOL, to, out);
            }
            default -> throw new IllegalArgumentException("a constant of type " + t.type());
        };
    }
}
