package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/**
 * LinearAttention: attention as a recurrence on a matrix per head, S ← e^g S + β k ⊗ (v − Sᵀk), of
 * which the update rule may leave out the decay g and the correction by β.
 */
public final class LinearAttention implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape q = node.shape(0);
        SymbolicShape k = node.shape(1);
        SymbolicShape v = node.shape(2);
        int heads = heads(node, "q_num_heads");
        int groups = heads(node, "kv_num_heads");
        Dimension batch = q == null || q.rank() != 3 ? Dimension.UNKNOWN : q.dim(0);
        long keys = k == null || k.rank() != 3 || k.size(2) < 0 ? -1 : k.size(2) / groups;
        long values = v == null || v.rank() != 3 || v.size(2) < 0 ? -1 : v.size(2) / groups;
        node.output(
                0,
                node.elementType(0),
                new SymbolicShape(
                        List.of(
                                batch,
                                q == null || q.rank() != 3 ? Dimension.UNKNOWN : q.dim(1),
                                Dimension.of(values < 0 ? -1 : values * heads))));
        node.output(
                1,
                node.hasInput(3) ? node.elementType(3) : node.elementType(0),
                new SymbolicShape(
                        List.of(
                                batch,
                                Dimension.of(groups),
                                Dimension.of(keys),
                                Dimension.of(values))));
    }

    private static int heads(NodeView node, String attribute) {
        long n = node.attributes().requireInt(attribute);
        if (n < 1 || n > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(attribute + " is " + n);
        }
        return (int) n;
    }

    @Override
    public void run(Invocation call) {
        Tensor query = call.input(0);
        Tensor key = call.input(1);
        Tensor value = call.input(2);
        int heads = heads(call, "q_num_heads");
        int groups = heads(call, "kv_num_heads");
        if (query.rank() != 3 || key.rank() != 3 || value.rank() != 3 || heads % groups != 0) {
            throw new IllegalArgumentException(
                    "query " + query.shape() + ", key " + key.shape() + ", value " + value.shape());
        }
        int keys = key.dim(2) / groups;
        int values = value.dim(2) / groups;
        Tensor past = call.optional(3);
        Shape stateShape = Shape.of(query.dim(0), groups, keys, values);
        boolean fits =
                query.dim(2) == heads * keys
                        && key.dim(2) == groups * keys
                        && value.dim(2) == groups * values
                        && key.shape().withDim(2, 1).equals(query.shape().withDim(2, 1))
                        && value.shape().withDim(2, 1).equals(query.shape().withDim(2, 1))
                        && (past == null || past.shape().equals(stateShape));
        if (!fits) {
            throw new IllegalArgumentException("queries, keys, values and state do not fit");
        }
        Recurrence r =
                new Recurrence(
                        query.dim(0),
                        query.dim(1),
                        heads,
                        groups,
                        keys,
                        values,
                        TensorNumbers.doubles(query),
                        TensorNumbers.doubles(key),
                        TensorNumbers.doubles(value),
                        gate(call, 4, "gated", groups, groups * keys),
                        gate(call, 5, "delta", groups, 1),
                        scale(call, keys));
        double[] state = new double[Math.toIntExact(stateShape.size())];
        if (past != null) {
            System.arraycopy(TensorNumbers.doubles(past), 0, state, 0, state.length);
        }
        double[] y = new double[query.dim(0) * query.dim(1) * heads * values];
        Chunks.forEach(
                call.workers(),
                query.dim(0) * groups,
                4L * query.dim(1) * keys * values,
                (from, to) -> {
                    for (int i = from; i < to; i++) {
                        r.run(i / groups, i % groups, state, y);
                    }
                });
        ElementType type = query.type();
        TensorNumbers.store(
                y,
                call.output(0, type, Shape.of(query.dim(0), query.dim(1), (long) heads * values)));
        TensorNumbers.store(state, call.output(1, past == null ? type : past.type(), stateShape));
    }

    private static double scale(NodeView node, int keys) {
        float given = node.attributes().getFloat("scale", 0);
        return given == 0 ? 1 / Math.sqrt(keys) : given;
    }

    /** A gate that the update rule asks for; its last axis has one of two sizes. */
    private static Gate gate(Invocation call, int index, String word, int size, int otherSize) {
        String rule = call.attributes().getString("update_rule", "gated_delta");
        boolean wanted =
                switch (rule) {
                    case "linear" -> false;
                    case "gated", "delta" -> rule.equals(word);
                    case "gated_delta" -> true;
                    default ->
                            throw new IllegalArgumentException(
                                    "update_rule '" + rule + "' is unknown");
                };
        Tensor t = call.optional(index);
        if (wanted != (t != null)) {
            throw new IllegalArgumentException(
                    "update_rule '"
                            + rule
                            + (wanted ? "' needs" : "' forbids")
                            + " input "
                            + index);
        }
        if (t == null) {
            return null;
        }
        Tensor query = call.input(0);
        boolean fits =
                t.rank() == 3
                        && t.dim(0) == query.dim(0)
                        && t.dim(1) == query.dim(1)
                        && (t.dim(2) == size || t.dim(2) == otherSize);
        if (!fits) {
            throw new IllegalArgumentException("input " + index + " has shape " + t.shape());
        }
        return new Gate(TensorNumbers.doubles(t), t.dim(2));
    }

    /** Numbers per sample, time and (part of a) head. */
    private record Gate(double[] values, int width) {}

    private record Recurrence(
            int samples,
            int length,
            int heads,
            int groups,
            int keys,
            int values,
            double[] q,
            double[] k,
            double[] v,
            Gate decay,
            Gate beta,
            double scale) {

        /** All time steps of one key head of one sample. */
        void run(int sample, int group, double[] state, double[] y) {
            int s = (sample * groups + group) * keys * values;
            double[] change = new double[values];
            for (int t = 0; t < length; t++) {
                int at = sample * length + t;
                int kAt = (at * groups + group) * keys;
                forget(at, group, state, s);
                for (int m = 0; m < values; m++) {
                    change[m] = v[(at * groups + group) * values + m];
                    if (beta != null) {
                        double known = 0;
                        for (int d = 0; d < keys; d++) {
                            known += state[s + d * values + m] * k[kAt + d];
                        }
                        double rate = beta.values[at * beta.width + (beta.width == 1 ? 0 : group)];
                        change[m] = rate * (change[m] - known);
                    }
                }
                for (int d = 0; d < keys; d++) {
                    for (int m = 0; m < values; m++) {
                        state[s + d * values + m] += k[kAt + d] * change[m];
                    }
                }
                read(at, group, state, s, y);
            }
        }

        private void forget(int at, int group, double[] state, int s) {
            if (decay == null) {
                return;
            }
            boolean perHead = decay.width == groups;
            for (int d = 0; d < keys; d++) {
                int i = at * decay.width + (perHead ? group : group * keys + d);
                double factor = StrictMath.exp(decay.values[i]);
                for (int m = 0; m < values; m++) {
                    state[s + d * values + m] *= factor;
                }
            }
        }

        private void read(int at, int group, double[] state, int s, double[] y) {
            int share = heads / groups;
            for (int h = group * share; h < (group + 1) * share; h++) {
                for (int m = 0; m < values; m++) {
                    double sum = 0;
                    for (int d = 0; d < keys; d++) {
                        sum += q[(at * heads + h) * keys + d] * state[s + d * values + m];
                    }
                    y[(at * heads + h) * values + m] = scale * sum;
                }
            }
        }
    }
}
