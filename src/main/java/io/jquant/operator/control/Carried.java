package io.jquant.operator.control;

import io.jquant.graph.Graph;
import io.jquant.operator.Inference;
import io.jquant.operator.common.TypeUnion;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Types of what a body hands from each round to the next. */
final class Carried {
    private Carried() {}

    /**
     * Looks at a body until the types of its state hold for every round: what is carried round may
     * lose what is known of it, and each look keeps what stays true.
     *
     * @param before types of the body's inputs before its state
     * @param state types of the state before the first round; changed to those of any round
     * @param behind types of the body's inputs behind its state
     * @param first number of the body's output that is the first of the state
     * @return types of the body's outputs
     */
    static List<ValueType> settle(
            Inference node,
            Graph body,
            List<ValueType> before,
            List<ValueType> state,
            List<ValueType> behind,
            int first) {
        while (true) {
            List<ValueType> in = new ArrayList<>(before);
            in.addAll(state);
            in.addAll(behind);
            List<ValueType> out = node.inferBody(body, in);
            boolean settled = true;
            for (int i = 0; i < state.size() && i + first < out.size(); i++) {
                ValueType met = TypeUnion.common(state.get(i), out.get(i + first));
                settled &= met == null ? state.get(i) == null : met.equals(state.get(i));
                state.set(i, met);
            }
            if (settled) {
                return out;
            }
        }
    }
}
