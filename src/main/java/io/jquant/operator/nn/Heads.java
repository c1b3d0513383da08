package io.jquant.operator.nn;

import io.jquant.operator.common.StridedCopy;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * Queries, keys or values as (batch, heads, length, width) floats.
 *
 * @param x the elements, maybe more of them
 */
record Heads(float[] x, int batch, int heads, int length, int width) {
    /**
     * Reads a tensor of that form, or of the form (batch, length, heads · width).
     *
     * @param count the number of heads, for the second form
     */
    static Heads of(Workers workers, Tensor t, long count) {
        float[] x = TensorNumbers.floats(t);
        if (t.rank() == 4) {
            return new Heads(x, t.dim(0), t.dim(1), t.dim(2), t.dim(3));
        }
        if (t.rank() != 3 || count < 1 || t.dim(2) % count != 0) {
            throw new IllegalArgumentException(t.shape() + " is not made of " + count + " heads");
        }
        int batch = t.dim(0);
        int length = t.dim(1);
        int heads = (int) count;
        int width = t.dim(2) / heads;
        return new Heads(
                turned(workers, x, batch, length, heads, width), batch, heads, length, width);
    }

    /** Puts the second axis of four behind the third. */
    private static float[] turned(Workers workers, float[] x, int a, int b, int c, int d) {
        float[] out = new float[Math.multiplyExact(Math.multiplyExact(a, b), c * d)];
        StridedCopy.run(
                workers,
                ElementType.FLOAT,
                new int[] {a, c, b, d},
                x,
                0,
                new int[] {b * c * d, d, c * d, 1},
                out,
                0,
                new int[] {b * c * d, b * d, d, 1});
        return out;
    }

    /** These behind others, along the length. */
    Heads after(Heads past) {
        if (past.batch != batch || past.heads != heads || past.width != width) {
            throw new IllegalArgumentException("past keys or values do not fit the new ones");
        }
        int total = past.length + length;
        float[] out = new float[batch * heads * total * width];
        for (int i = 0; i < batch * heads; i++) {
            int before = past.length * width;
            int own = length * width;
            System.arraycopy(past.x, i * before, out, i * total * width, before);
            System.arraycopy(x, i * own, out, i * total * width + before, own);
        }
        return new Heads(out, batch, heads, total, width);
    }

    Shape shape() {
        return Shape.of(batch, heads, length, width);
    }

    /** The elements as (batch, length, heads · width). */
    float[] joined(Workers workers) {
        return turned(workers, x, batch, heads, length, width);
    }
}
