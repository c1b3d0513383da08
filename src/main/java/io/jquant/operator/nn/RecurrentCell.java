package io.jquant.operator.nn;

import io.jquant.kernel.Ending;
import io.jquant.kernel.Gemm;
import io.jquant.kernel.PackedRight;
import io.jquant.operator.common.UnaryFunction;
import io.jquant.support.Workers;

/**
 * One direction of a recurrent layer, which goes from one moment to the next. Rows are the
 * sequences of a batch; each has one number per hidden unit and gate.
 */
abstract class RecurrentCell {
    final int batch;
    final int hidden;
    final float clip;
    final Workers workers;

    RecurrentCell(int batch, int hidden, float clip, Workers workers) {
        this.batch = batch;
        this.hidden = hidden;
        this.clip = clip;
        this.workers = workers;
    }

    /**
     * Computes the next state of every row; the caller puts back the rows that have ended.
     *
     * @param gates what the input and the biases give, batch × gates · hidden; may be written to
     * @param h state, batch × hidden, read and written
     * @param c cell state of an LSTM, read and written
     */
    abstract void step(float[] gates, float[] h, float[] c);

    /** y = x · R for all rows. */
    final void recur(float[] x, PackedRight r, int columns, float[] y) {
        Gemm.multiply(batch, x, 0, hidden, 1, r, y, 0, columns, Ending.PLAIN, workers);
    }

    /** Cuts to the range of the attribute clip, then applies a function. */
    final void activate(UnaryFunction f, float[] x, int from, int count) {
        if (clip < Float.POSITIVE_INFINITY) {
            for (int i = from; i < from + count; i++) {
                x[i] = Math.max(-clip, Math.min(clip, x[i]));
            }
        }
        f.floats(x, from, x, from, count);
    }
}
