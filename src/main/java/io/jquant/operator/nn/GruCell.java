package io.jquant.operator.nn;

import io.jquant.kernel.PackedRight;
import io.jquant.operator.common.UnaryFunction;

/**
 * z = f(…), r = f(…), n = g(x·W + (r ⊙ h)·R + b) or, with linear_before_reset, n = g(x·W + b + r ⊙
 * (h·R + b')), h' = (1 − z) ⊙ n + z ⊙ h. Gates come in the order z, r, n.
 */
final class GruCell extends RecurrentCell {
    private final PackedRight[] recurrent;
    private final float[] biases;
    private final UnaryFunction f;
    private final UnaryFunction g;
    private final boolean resetLast;
    private final float[] fromState;
    private final float[] candidate;
    private final float[] state;

    GruCell(RecurrentCall call, int direction, RecurrentWeights w, UnaryFunction[] functions) {
        super(call.batch, call.hidden, call.clip, call.call.workers());
        this.recurrent = w.recurrent()[direction];
        this.biases = call.biases(direction);
        this.f = functions[2 * direction];
        this.g = functions[2 * direction + 1];
        this.resetLast = call.call.attributes().getBoolean("linear_before_reset", false);
        this.fromState = new float[batch * 2 * hidden];
        this.candidate = new float[batch * hidden];
        this.state = new float[batch * hidden];
    }

    @Override
    void step(float[] gates, float[] h, float[] c) {
        int n = hidden;
        recur(h, recurrent[0], 2 * n, fromState);
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < 2 * n; i++) {
                gates[3 * b * n + i] += fromState[2 * b * n + i] + biases[i] + biases[3 * n + i];
            }
            activate(f, gates, 3 * b * n, 2 * n);
        }
        if (!resetLast) {
            for (int b = 0; b < batch; b++) {
                for (int i = 0; i < n; i++) {
                    state[b * n + i] = gates[3 * b * n + n + i] * h[b * n + i];
                }
            }
        }
        recur(resetLast ? h : state, recurrent[1], n, candidate);
        for (int b = 0; b < batch; b++) {
            int z = 3 * b * n;
            for (int i = 0; i < n; i++) {
                float recurred = candidate[b * n + i] + biases[5 * n + i];
                float reset = resetLast ? gates[z + n + i] : 1;
                gates[z + 2 * n + i] += biases[2 * n + i] + reset * recurred;
            }
            activate(g, gates, z + 2 * n, n);
            for (int i = 0; i < n; i++) {
                float update = gates[z + i];
                h[b * n + i] = (1 - update) * gates[z + 2 * n + i] + update * h[b * n + i];
            }
        }
    }
}
