package io.jquant.operator.control;

import io.jquant.graph.Graph;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Scan: runs a body over the slices of tensors. Before opset 9 everything has a batch axis in
 * front, and the samples are scanned one after the other, each as far as its own length says.
 */
public final class Scan implements Operator {
    private static final int WITHOUT_BATCH_SINCE = 9;

    @Override
    public void infer(Inference node) {
        Layout layout = Layout.of(node);
        if (layout.batched) {
            node.inferBody(layout.body, List.of());
            return; // the declared types stay
        }
        List<ValueType> state = new ArrayList<>();
        for (int i = 0; i < layout.states; i++) {
            state.add(node.inputType(i));
        }
        List<ValueType> slices = new ArrayList<>();
        Dimension rounds = Dimension.UNKNOWN;
        for (int i = 0; i < layout.scans; i++) {
            ValueType.TensorType t = node.tensorType(layout.states + i);
            if (t == null || t.shape() == null) {
                slices.add(t == null ? null : new ValueType.TensorType(t.element(), null));
                continue;
            }
            List<Dimension> dims = new ArrayList<>(t.shape().dims());
            rounds = dims.remove(Axes.normalize(layout.inputAxis(node, i), dims.size()));
            slices.add(new ValueType.TensorType(t.element(), new SymbolicShape(dims)));
        }
        List<ValueType> out = Carried.settle(node, layout.body, List.of(), state, slices, 0);
        for (int i = 0; i < node.outputCount(); i++) {
            if (i < layout.states) {
                node.output(i, state.get(i));
            } else if (i < out.size() && out.get(i) instanceof ValueType.TensorType t) {
                SymbolicShape shape = null;
                if (t.shape() != null) {
                    List<Dimension> dims = new ArrayList<>(t.shape().dims());
                    long axis = layout.outputAxis(node, i - layout.states);
                    dims.add(Axes.normalize(axis, dims.size() + 1), rounds);
                    shape = new SymbolicShape(dims);
                }
                node.output(i, t.element(), shape);
            }
        }
    }

    /**
     * What the inputs and outputs of a node are.
     *
     * @param states how many tensors are handed from round to round
     * @param scans how many are taken apart
     */
    private record Layout(Graph body, int states, int scans, boolean batched) {
        static Layout of(NodeView node) {
            Graph body = node.attributes().getGraph("body");
            if (body == null) {
                throw new IllegalArgumentException("attribute 'body' is missing");
            }
            boolean batched = node.opset() < WITHOUT_BATCH_SINCE;
            long scans = node.attributes().requireInt("num_scan_inputs");
            long states = node.inputCount() - scans - (batched ? 1 : 0);
            if (scans < 1
                    || states < 0
                    || body.outputs().size() < states
                    || node.outputCount() > body.outputs().size()) {
                throw new IllegalArgumentException(
                        "num_scan_inputs is " + scans + ", which does not fit the body");
            }
            return new Layout(body, (int) states, (int) scans, batched);
        }

        long inputAxis(NodeView node, int i) {
            return batched ? 0 : at(node, "scan_input_axes", i);
        }

        long outputAxis(NodeView node, int i) {
            return batched ? 0 : at(node, "scan_output_axes", i);
        }

        boolean inputBackwards(NodeView node, int i) {
            return at(node, batched ? "directions" : "scan_input_directions", i) != 0;
        }

        boolean outputBackwards(NodeView node, int i) {
            return !batched && at(node, "scan_output_directions", i) != 0;
        }

        private static long at(NodeView node, String attribute, int i) {
            long[] given = node.attributes().getInts(attribute);
            return given == null || i >= given.length ? 0 : given[i];
        }

        /** The body's outputs for these inputs: last states, then stacks of slices. */
        List<Tensor> run(
                Invocation call, List<RuntimeValue> first, List<Tensor> apart, int rounds) {
            List<RuntimeValue> state = first;
            List<Stack> stacks = new ArrayList<>();
            while (stacks.size() < body.outputs().size() - states) {
                stacks.add(new Stack());
            }
            for (int r = 0; r < rounds; r++) {
                List<RuntimeValue> in = new ArrayList<>(state);
                for (int k = 0; k < scans; k++) {
                    Tensor t = apart.get(k);
                    int axis = Axes.normalize(inputAxis(call, k), t.rank());
                    boolean backwards = inputBackwards(call, k);
                    in.add(Slices.at(t, axis, backwards ? rounds - 1 - r : r));
                }
                List<RuntimeValue> out = call.runBody(body, in);
                state = new ArrayList<>(out.subList(0, states));
                for (int k = 0; k < stacks.size(); k++) {
                    stacks.get(k).add((Tensor) out.get(states + k));
                }
            }
            List<Tensor> results = new ArrayList<>();
            state.forEach(v -> results.add((Tensor) v));
            for (int k = 0; k < stacks.size(); k++) {
                results.add(
                        stacks.get(k)
                                .join(
                                        body.outputs().get(states + k).type(),
                                        outputAxis(call, k),
                                        outputBackwards(call, k)));
            }
            return results;
        }
    }

    @Override
    public void run(Invocation call) {
        Layout layout = Layout.of(call);
        if (layout.batched) {
            batches(call, layout);
            return;
        }
        List<RuntimeValue> state = new ArrayList<>();
        List<Tensor> apart = new ArrayList<>();
        for (int i = 0; i < layout.states; i++) {
            state.add(call.input(i));
        }
        int rounds = -1;
        for (int k = 0; k < layout.scans; k++) {
            Tensor t = call.input(layout.states + k);
            int length = t.dim(Axes.normalize(layout.inputAxis(call, k), t.rank()));
            if (rounds >= 0 && rounds != length) {
                throw new IllegalArgumentException(
                        "scanned inputs of " + rounds + " and of " + length + " slices");
            }
            rounds = length;
            apart.add(t);
        }
        List<Tensor> out = layout.run(call, state, apart, rounds);
        for (int i = 0; i < call.outputCount(); i++) {
            call.forward(i, out.get(i));
        }
    }

    private static void batches(Invocation call, Layout layout) {
        Tensor lengths = call.optional(0);
        int samples = call.input(1).dim(0);
        List<Stack> results = new ArrayList<>();
        for (int b = 0; b < samples; b++) {
            List<RuntimeValue> state = new ArrayList<>();
            List<Tensor> apart = new ArrayList<>();
            for (int i = 0; i < layout.states; i++) {
                state.add(Slices.at(call.input(1 + i), 0, b));
            }
            for (int k = 0; k < layout.scans; k++) {
                apart.add(Slices.at(call.input(1 + layout.states + k), 0, b));
            }
            int longest = apart.get(0).dim(0);
            int rounds = lengths == null ? longest : Math.toIntExact(lengths.longAt(b));
            if (rounds < 0 || rounds > longest) {
                throw new IllegalArgumentException("a length is " + rounds + " of " + longest);
            }
            List<Tensor> out = layout.run(call, state, apart, rounds);
            for (int i = 0; i < out.size(); i++) {
                if (b == 0) {
                    results.add(new Stack());
                }
                boolean scanned = i >= layout.states && rounds < longest;
                results.get(i).add(scanned ? Slices.lengthened(out.get(i), longest) : out.get(i));
            }
        }
        for (int i = 0; i < call.outputCount(); i++) {
            call.forward(i, results.get(i).join(layout.body.outputs().get(i).type(), 0, false));
        }
    }
}
