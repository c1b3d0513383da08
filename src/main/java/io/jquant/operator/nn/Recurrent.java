package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.UnaryFunction;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** RNN, GRU and LSTM. */
public final class Recurrent implements Operator {
    private final Kind kind;

    private Recurrent(Kind kind) {
        this.kind = kind;
    }

    /** The sorts of layers. */
    enum Kind {
        RNN,
        GRU,
        LSTM;

        /** The activation functions of one direction where the node names none. */
        List<String> activations() {
            return switch (this) {
                case RNN -> List.of("Tanh");
                case GRU -> List.of("Sigmoid", "Tanh");
                case LSTM -> List.of("Sigmoid", "Tanh", "Tanh");
            };
        }

        /** Gates whose recurrent weights are multiplied at once. */
        int[] parts() {
            return switch (this) {
                case RNN -> new int[] {1};
                case GRU -> new int[] {2, 1};
                case LSTM -> new int[] {4};
            };
        }

        int gates() {
            return Arrays.stream(parts()).sum();
        }

        RecurrentCell cell(
                RecurrentCall call,
                int direction,
                RecurrentWeights weights,
                UnaryFunction[] functions) {
            return switch (this) {
                case RNN -> new RnnCell(call, direction, weights, functions);
                case GRU -> new GruCell(call, direction, weights, functions);
                case LSTM -> new LstmCell(call, direction, weights, functions);
            };
        }
    }

    /** RNN. */
    public static Operator rnn() {
        return new Recurrent(Kind.RNN);
    }

    /** GRU. */
    public static Operator gru() {
        return new Recurrent(Kind.GRU);
    }

    /** LSTM. */
    public static Operator lstm() {
        return new Recurrent(Kind.LSTM);
    }

    static int directions(NodeView node) {
        String direction = node.attributes().getString("direction", "forward");
        return switch (direction) {
            case "forward", "reverse" -> 1;
            case "bidirectional" -> 2;
            default ->
                    throw new IllegalArgumentException("direction '" + direction + "' is unknown");
        };
    }

    static boolean batchFirst(NodeView node) {
        return node.attributes().getInt("layout", 0) != 0;
    }

    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape r = node.shape(2);
        boolean turned = batchFirst(node);
        Dimension time = dim(in, turned ? 1 : 0);
        Dimension batch = dim(in, turned ? 0 : 1);
        Dimension directions = Dimension.of(directions(node));
        Dimension hidden = dim(r, 2);
        if (!hidden.isKnown() && node.attributes().has("hidden_size")) {
            hidden = Dimension.of(node.attributes().getInt("hidden_size", 0));
        }
        List<Dimension> all =
                turned
                        ? List.of(batch, time, directions, hidden)
                        : List.of(time, directions, batch, hidden);
        List<Dimension> last = new ArrayList<>(all);
        last.remove(turned ? 1 : 0);
        node.output(0, node.elementType(0), new SymbolicShape(all));
        node.output(1, node.elementType(0), new SymbolicShape(last));
        node.output(2, node.elementType(0), new SymbolicShape(last));
    }

    private static Dimension dim(SymbolicShape s, int axis) {
        return s == null || s.rank() <= axis ? Dimension.UNKNOWN : s.dim(axis);
    }

    @Override
    public Object prepare(Preparation node) {
        Tensor w = node.constant(1);
        Tensor r = node.constant(2);
        boolean usable = w != null && r != null && fits(w, r, kind) && w.size() > 0 && r.size() > 0;
        return usable ? RecurrentWeights.of(w, r, kind.parts()) : null;
    }

    private static boolean fits(Tensor w, Tensor r, Kind kind) {
        return w.rank() == 3
                && r.rank() == 3
                && w.dim(0) == r.dim(0)
                && w.dim(1) == r.dim(1)
                && r.dim(1) == kind.gates() * r.dim(2)
                && w.type().isFloatingPoint();
    }

    @Override
    public void run(Invocation call) {
        Tensor w = call.input(1);
        Tensor r = call.input(2);
        if (!fits(w, r, kind) || call.input(0).rank() != 3 || w.dim(0) != directions(call)) {
            throw new IllegalArgumentException(
                    "input "
                            + call.input(0).shape()
                            + ", weights "
                            + w.shape()
                            + " and "
                            + r.shape()
                            + " do not fit");
        }
        RecurrentWeights weights =
                call.prepared() instanceof RecurrentWeights p
                        ? p
                        : RecurrentWeights.of(w, r, kind.parts());
        new RecurrentCall(call, kind, weights).run();
    }
}
