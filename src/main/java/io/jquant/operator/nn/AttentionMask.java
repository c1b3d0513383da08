package io.jquant.operator.nn;

import io.jquant.operator.Invocation;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Broadcast;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * What is added to the products of queries and keys before the softmax: the mask that is given, and
 * −∞ for keys that a query must not see.
 */
final class AttentionMask {
    private final int queries;
    private final int keys;
    private final float[] mask;
    private final int maskKeys;
    private final int[] strides = new int[4];
    private final boolean causal;
    private final long left;
    private final long right;
    private final long pastLength;
    private final long[] filled;

    /**
     * @param past length of the keys that were there before
     */
    AttentionMask(Invocation call, Heads q, Heads k, int past) {
        queries = q.length();
        keys = k.length();
        causal = call.attributes().getBoolean("is_causal", false);
        left = call.attributes().getInt("left_window_size", -1);
        right = call.attributes().getInt("right_window_size", -1);
        pastLength = past;
        filled = call.optional(6) == null ? null : call.input(6).toLongs();
        Tensor given = call.optional(3);
        if (filled != null && filled.length != q.batch()) {
            throw new IllegalArgumentException("nonpad_kv_seqlen does not fit the batch");
        }
        if (given == null) {
            mask = null;
            maskKeys = keys;
            return;
        }
        maskKeys = given.dim(-1);
        Broadcast.under( // refuses a mask that does not fit
                Shape.of(q.batch(), q.heads(), queries, maskKeys), given.shape());
        mask = additive(given);
        int[] own = Axes.strides(given.shape().toIntArray());
        for (int i = 0; i < given.rank(); i++) {
            strides[4 - given.rank() + i] = given.dim(i) == 1 ? 0 : own[i];
        }
    }

    private static float[] additive(Tensor t) {
        if (t.type() != ElementType.BOOL) {
            return TensorNumbers.floats(t);
        }
        float[] out = new float[t.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = t.bytes()[i] != 0 ? 0 : Float.NEGATIVE_INFINITY;
        }
        return out;
    }

    /**
     * Writes what is added to the products of one query.
     *
     * @return may the query see no key at all?
     */
    boolean row(int batch, int head, int query, float[] out) {
        // the query's own place among the keys
        long place =
                query + (pastLength > 0 || filled == null ? pastLength : filled[batch] - queries);
        int base = batch * strides[0] + head * strides[1] + query * strides[2];
        boolean blind = true;
        for (int j = 0; j < keys; j++) {
            boolean hidden =
                    (causal && j > place)
                            || (left >= 0 && place - j > left)
                            || (right >= 0 && j - place > right)
                            || (filled != null && j >= filled[batch])
                            || (mask != null && j >= maskKeys);
            out[j] =
                    hidden
                            ? Float.NEGATIVE_INFINITY
                            : mask == null ? 0 : mask[base + j * strides[3]];
            blind &= out[j] == Float.NEGATIVE_INFINITY;
        }
        return blind;
    }
}
