package io.jquant.operator.control;

import io.jquant.graph.Graph;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.TypeUnion;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.List;

/** If: runs one of two bodies. */
public final class If implements Operator {
    @Override
    public void infer(Inference node) {
        List<ValueType> yes = node.inferBody(body(node, true), List.of());
        List<ValueType> no = node.inferBody(body(node, false), List.of());
        Tensor condition = node.constant(0);
        for (int i = 0; i < node.outputCount(); i++) {
            ValueType a = i < yes.size() ? yes.get(i) : null;
            ValueType b = i < no.size() ? no.get(i) : null;
            if (condition != null) {
                node.output(i, condition.longAt(0) != 0 ? a : b);
            } else {
                node.output(i, TypeUnion.common(a, b));
            }
        }
    }

    private static Graph body(NodeView node, boolean condition) {
        String name = condition ? "then_branch" : "else_branch";
        Graph body = node.attributes().getGraph(name);
        if (body == null) {
            throw new IllegalArgumentException("attribute '" + name + "' is missing");
        }
        return body;
    }

    @Override
    public void run(Invocation call) {
        Tensor condition = call.input(0);
        if (condition.size() != 1) {
            throw new IllegalArgumentException("the condition has shape " + condition.shape());
        }
        List<RuntimeValue> out = call.runBody(body(call, condition.longAt(0) != 0), List.of());
        for (int i = 0; i < call.outputCount(); i++) {
            call.forward(i, out.get(i));
        }
    }
}
