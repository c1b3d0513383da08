package io.jquant.operator.nn;

import io.jquant.kernel.PackedRight;
import io.jquant.operator.common.UnaryFunction;

/**
 * i, o, f = f(…), c̃ = g(…), c' = f ⊙ c + i ⊙ c̃, h' = o ⊙ h(c'). Gates come in the order i, o, f,
 * c; peepholes let i and f see the old cell state and o the new one.
 */
final class LstmCell extends RecurrentCell {
    private final PackedRight recurrent;
    private final float[] biases;
    private final float[] peepholes;
    private final UnaryFunction gate;
    private final UnaryFunction input;
    private final UnaryFunction output;
    private final boolean coupled;
    private final float[] fromState;
    private final float[] squashed;

    LstmCell(RecurrentCall call, int direction, RecurrentWeights w, UnaryFunction[] functions) {
        super(call.batch, call.hidden, call.clip, call.call.workers());
        this.recurrent = w.recurrent()[direction][0];
        this.biases = call.biases(direction);
        this.peepholes = call.perDirection(7, direction, 3 * call.hidden);
        this.gate = functions[3 * direction];
        this.input = functions[3 * direction + 1];
        this.output = functions[3 * direction + 2];
        this.coupled = call.call.attributes().getBoolean("input_forget", false);
        this.fromState = new float[batch * 4 * hidden];
        this.squashed = new float[hidden];
    }

    @Override
    void step(float[] gates, float[] h, float[] c) {
        int n = hidden;
        recur(h, recurrent, 4 * n, fromState);
        for (int b = 0; b < batch; b++) {
            int g = 4 * b * n;
            for (int i = 0; i < 4 * n; i++) {
                gates[g + i] += fromState[g + i] + biases[i] + biases[4 * n + i];
            }
            row(gates, g, h, c, b * n);
        }
    }

    private void row(float[] gates, int g, float[] h, float[] c, int at) {
        int n = hidden;
        peep(gates, g, 0, c, at);
        peep(gates, g + 2 * n, 2 * n, c, at);
        activate(gate, gates, g, n);
        if (coupled) {
            for (int i = 0; i < n; i++) {
                gates[g + 2 * n + i] = 1 - gates[g + i];
            }
        } else {
            activate(gate, gates, g + 2 * n, n);
        }
        activate(input, gates, g + 3 * n, n);
        for (int i = 0; i < n; i++) {
            c[at + i] = gates[g + 2 * n + i] * c[at + i] + gates[g + i] * gates[g + 3 * n + i];
        }
        peep(gates, g + n, n, c, at);
        activate(gate, gates, g + n, n);
        output.floats(c, at, squashed, 0, n);
        for (int i = 0; i < n; i++) {
            h[at + i] = gates[g + n + i] * squashed[i];
        }
    }

    private void peep(float[] gates, int gateOff, int weights, float[] c, int at) {
        if (peepholes != null) {
            for (int i = 0; i < hidden; i++) {
                gates[gateOff + i] += peepholes[weights + i] * c[at + i];
            }
        }
    }
}
