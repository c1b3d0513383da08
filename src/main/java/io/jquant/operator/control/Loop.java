package io.jquant.operator.control;

import io.jquant.graph.Graph;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Loop: runs a body a number of times, or as long as it wants. */
public final class Loop implements Operator {
    private static Graph body(NodeView node) {
        Graph body = node.attributes().getGraph("body");
        if (body == null) {
            throw new IllegalArgumentException("attribute 'body' is missing");
        }
        return body;
    }

    @Override
    public void infer(Inference node) {
        Graph body = body(node);
        int carried = Math.max(0, node.inputCount() - 2);
        if (body.inputs().size() != carried + 2 || body.outputs().size() < carried + 1) {
            throw new IllegalArgumentException(
                    "its body has "
                            + body.inputs().size()
                            + " inputs and "
                            + body.outputs().size()
                            + " outputs, for "
                            + carried
                            + " values that are carried from step to step");
        }
        List<ValueType> state = new ArrayList<>();
        for (int i = 0; i < carried; i++) {
            state.add(node.inputType(i + 2));
        }
        List<ValueType> out =
                Carried.settle(
                        node,
                        body,
                        List.of(
                                ValueType.tensor(ElementType.INT64),
                                ValueType.tensor(ElementType.BOOL)),
                        state,
                        List.of(),
                        1);
        for (int i = 0; i < node.outputCount(); i++) {
            if (i < carried) {
                node.output(i, state.get(i));
            } else if (i + 1 < out.size()) {
                node.output(i, collected(out.get(i + 1)));
            }
        }
    }

    private static ValueType collected(ValueType each) {
        if (!(each instanceof ValueType.TensorType t)) {
            return null;
        }
        if (t.shape() == null) {
            return new ValueType.TensorType(t.element(), null);
        }
        List<Dimension> dims = new ArrayList<>();
        dims.add(Dimension.UNKNOWN);
        dims.addAll(t.shape().dims());
        return new ValueType.TensorType(t.element(), new SymbolicShape(dims));
    }

    @Override
    public void run(Invocation call) {
        Graph body = body(call);
        int carried = call.inputCount() - 2;
        Tensor limit = call.optional(0);
        Tensor condition = call.optional(1);
        long most = limit == null ? Long.MAX_VALUE : limit.longAt(0);
        boolean go = condition == null || condition.longAt(0) != 0;
        List<RuntimeValue> state = new ArrayList<>();
        for (int i = 0; i < carried; i++) {
            state.add(call.value(i + 2));
        }
        int scans = call.outputCount() - carried;
        List<Stack> stacks = new ArrayList<>();
        for (int i = 0; i < scans; i++) {
            stacks.add(new Stack());
        }
        for (long i = 0; go && i < most; i++) {
            List<RuntimeValue> in = new ArrayList<>();
            in.add(Tensor.scalar(i));
            in.add(Tensor.of(ElementType.BOOL, Shape.SCALAR, new byte[] {1}));
            in.addAll(state);
            List<RuntimeValue> out = call.runBody(body, in);
            go = ((Tensor) out.get(0)).longAt(0) != 0;
            state = new ArrayList<>(out.subList(1, 1 + carried));
            for (int k = 0; k < scans; k++) {
                stacks.get(k).add((Tensor) out.get(1 + carried + k));
            }
        }
        for (int i = 0; i < carried; i++) {
            call.forward(i, state.get(i));
        }
        for (int k = 0; k < scans; k++) {
            call.forward(
                    carried + k,
                    stacks.get(k).join(body.outputs().get(1 + carried + k).type(), 0, false));
        }
    }
}
