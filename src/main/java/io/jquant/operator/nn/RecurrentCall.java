package io.jquant.operator.nn;

import io.jquant.kernel.Ending;
import io.jquant.kernel.Gemm;
import io.jquant.operator.Invocation;
import io.jquant.operator.common.UnaryFunction;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/** One execution of a recurrent layer. */
final class RecurrentCall {
    final Invocation call;
    final int batch;
    final int hidden;
    final float clip;
    private final Recurrent.Kind kind;
    private final RecurrentWeights weights;
    private final int time;
    private final int inputs;
    private final int directions;
    private final boolean turned;
    private final int[] lengths;

    RecurrentCall(Invocation call, Recurrent.Kind kind, RecurrentWeights weights) {
        this.call = call;
        this.kind = kind;
        this.weights = weights;
        Tensor x = call.input(0);
        this.turned = Recurrent.batchFirst(call);
        this.time = x.dim(turned ? 1 : 0);
        this.batch = x.dim(turned ? 0 : 1);
        this.inputs = x.dim(2);
        this.hidden = call.input(2).dim(2);
        this.directions = Recurrent.directions(call);
        this.clip = call.attributes().getFloat("clip", Float.POSITIVE_INFINITY);
        if (call.input(1).dim(2) != inputs) {
            throw new IllegalArgumentException(
                    "input has " + inputs + " features, the weights " + call.input(1).dim(2));
        }
        this.lengths = lengths();
    }

    private int[] lengths() {
        int[] out = new int[batch];
        Arrays.fill(out, time);
        Tensor given = call.optional(4);
        if (given != null) {
            if (given.size() != batch) {
                throw new IllegalArgumentException(
                        given.size() + " sequence lengths for a batch of " + batch);
            }
            for (int b = 0; b < batch; b++) {
                out[b] = (int) Math.max(0, Math.min(time, given.longAt(b)));
            }
        }
        return out;
    }

    /** The biases of a direction: of the input, then of the state; zeros where there are none. */
    float[] biases(int direction) {
        int n = 2 * kind.gates() * hidden;
        Tensor given = call.optional(3);
        if (given == null) {
            return new float[n];
        }
        check(given, directions * n, "bias");
        return Arrays.copyOfRange(TensorNumbers.floats(given), direction * n, (direction + 1) * n);
    }

    /** Rows of an input that has one per direction, or null when it is left out. */
    float[] perDirection(int input, int direction, int count) {
        Tensor given = call.optional(input);
        if (given == null) {
            return null;
        }
        check(given, directions * count, "input " + input);
        return Arrays.copyOfRange(
                TensorNumbers.floats(given), direction * count, (direction + 1) * count);
    }

    private static void check(Tensor t, int size, String what) {
        if (t.size() != size) {
            throw new IllegalArgumentException(
                    what + " has shape " + t.shape() + ", expected " + size + " elements");
        }
    }

    /** An initial state, batch × hidden. */
    private float[] initial(int input, int direction) {
        Tensor given = call.optional(input);
        if (given == null) {
            return new float[batch * hidden];
        }
        check(given, directions * batch * hidden, "input " + input);
        float[] all = TensorNumbers.floats(given);
        float[] out = new float[batch * hidden];
        for (int b = 0; b < batch; b++) {
            int row = turned ? b * directions + direction : direction * batch + b;
            System.arraycopy(all, row * hidden, out, b * hidden, hidden);
        }
        return out;
    }

    void run() {
        UnaryFunction[] functions = RecurrentActivation.of(call, directions, kind.activations());
        float[] y = new float[time * directions * batch * hidden];
        float[] lastH = new float[directions * batch * hidden];
        float[] lastC = new float[directions * batch * hidden];
        for (int d = 0; d < directions; d++) {
            float[] h = initial(5, d);
            float[] c = kind == Recurrent.Kind.LSTM ? initial(6, d) : null;
            RecurrentCell cell = kind.cell(this, d, weights, functions);
            direction(d, cell, fromInput(d), h, c, y);
            for (int b = 0; b < batch; b++) {
                int to = (turned ? b * directions + d : d * batch + b) * hidden;
                System.arraycopy(h, b * hidden, lastH, to, hidden);
                if (c != null) {
                    System.arraycopy(c, b * hidden, lastC, to, hidden);
                }
            }
        }
        Shape all =
                turned
                        ? Shape.of(batch, time, directions, hidden)
                        : Shape.of(time, directions, batch, hidden);
        Shape last =
                turned ? Shape.of(batch, directions, hidden) : Shape.of(directions, batch, hidden);
        store(0, y, all);
        store(1, lastH, last);
        if (kind == Recurrent.Kind.LSTM) {
            store(2, lastC, last);
        }
    }

    private void store(int index, float[] values, Shape shape) {
        if (call.hasOutput(index)) {
            TensorNumbers.store(values, call.output(index, call.input(0).type(), shape));
        }
    }

    /** What the input gives at all moments: rows of gates · hidden, in the order of the input. */
    private float[] fromInput(int direction) {
        int columns = kind.gates() * hidden;
        float[] out = new float[time * batch * columns];
        if (out.length > 0) {
            Gemm.multiply(
                    time * batch,
                    TensorNumbers.floats(call.input(0)),
                    0,
                    inputs,
                    1,
                    weights.input()[direction],
                    out,
                    0,
                    columns,
                    Ending.PLAIN,
                    call.workers());
        }
        return out;
    }

    private void direction(
            int d, RecurrentCell cell, float[] fromInput, float[] h, float[] c, float[] y) {
        boolean reverse =
                d == 1 || call.attributes().getString("direction", "forward").equals("reverse");
        int columns = kind.gates() * hidden;
        float[] gates = new float[batch * columns];
        float[] keptH = new float[h.length];
        float[] keptC = new float[h.length];
        for (int s = 0; s < time; s++) {
            for (int b = 0; b < batch; b++) {
                int t = Math.max(0, reverse ? lengths[b] - 1 - s : s);
                int row = turned ? b * time + t : t * batch + b;
                System.arraycopy(fromInput, row * columns, gates, b * columns, columns);
            }
            System.arraycopy(h, 0, keptH, 0, h.length);
            if (c != null) {
                System.arraycopy(c, 0, keptC, 0, c.length);
            }
            cell.step(gates, h, c);
            for (int b = 0; b < batch; b++) {
                if (s >= lengths[b]) { // the sequence has ended: its state stays
                    System.arraycopy(keptH, b * hidden, h, b * hidden, hidden);
                    if (c != null) {
                        System.arraycopy(keptC, b * hidden, c, b * hidden, hidden);
                    }
                    continue;
                }
                int t = reverse ? lengths[b] - 1 - s : s;
                int to =
                        turned ? (b * time + t) * directions + d : (t * directions + d) * batch + b;
                System.arraycopy(h, b * hidden, y, to * hidden, hidden);
            }
        }
    }
}
