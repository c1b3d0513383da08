package io.jquant.operator.common;

import io.jquant.support.Workers;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/**
 * A tensor seen as outer × middle × inner elements, where the middle are the ones that belong
 * together: those of some axes. Where these axes do not lie next to one another the elements are
 * rearranged first, so that they do.
 *
 * @param array the elements, of the storage of the tensor's type
 * @param outer how many groups of axes before
 * @param middle how many elements belong together
 * @param inner their stride
 */
public record Fold(Object array, int outer, int middle, int inner) {
    /**
     * @param folded for each axis: does it belong to the middle?
     */
    public static Fold of(Workers workers, Tensor t, boolean[] folded) {
        int first = -1;
        int last = -1;
        for (int i = 0; i < folded.length; i++) {
            if (folded[i]) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        Shape s = t.shape();
        if (first < 0) {
            return new Fold(t.storage(), t.size(), 1, 1);
        }
        boolean together = true;
        for (int i = first; i <= last; i++) {
            together &= folded[i] || s.dim(i) == 1;
        }
        if (together) {
            return new Fold(
                    t.storage(),
                    (int) s.size(0, first),
                    (int) s.size(first, last + 1),
                    (int) s.size(last + 1, s.rank()));
        }
        return rearranged(workers, t, folded);
    }

    /** The middle axes put behind the others. */
    private static Fold rearranged(Workers workers, Tensor t, boolean[] folded) {
        int[] strides = Axes.strides(t.shape().toIntArray());
        int[] dims = new int[folded.length];
        int[] from = new int[folded.length];
        int n = 0;
        int outer = 1;
        for (boolean middle : new boolean[] {false, true}) {
            for (int i = 0; i < folded.length; i++) {
                if (folded[i] == middle) {
                    dims[n] = t.dim(i);
                    from[n++] = strides[i];
                    outer *= middle ? 1 : t.dim(i);
                }
            }
        }
        Object to = Tensor.newStorage(t.type(), t.size());
        StridedCopy.run(workers, t.type(), dims, t.storage(), 0, from, to, 0, Axes.strides(dims));
        return new Fold(to, outer, outer == 0 ? 0 : t.size() / outer, 1);
    }
}
