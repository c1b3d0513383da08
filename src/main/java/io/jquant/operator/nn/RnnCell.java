package io.jquant.operator.nn;

import io.jquant.kernel.PackedRight;
import io.jquant.operator.common.UnaryFunction;

/** h' = f(x·W + h·R + b). */
final class RnnCell extends RecurrentCell {
    private final PackedRight recurrent;
    private final float[] biases;
    private final UnaryFunction f;
    private final float[] fromState;

    RnnCell(RecurrentCall call, int direction, RecurrentWeights w, UnaryFunction[] functions) {
        super(call.batch, call.hidden, call.clip, call.call.workers());
        this.recurrent = w.recurrent()[direction][0];
        this.biases = call.biases(direction);
        this.f = functions[direction];
        this.fromState = new float[batch * hidden];
    }

    @Override
    void step(float[] gates, float[] h, float[] c) {
        recur(h, recurrent, hidden, fromState);
        for (int i = 0; i < gates.length; i++) {
            int unit = i % hidden;
            gates[i] += fromState[i] + biases[unit] + biases[hidden + unit];
        }
        activate(f, gates, 0, gates.length);
        System.arraycopy(gates, 0, h, 0, h.length);
    }
}
