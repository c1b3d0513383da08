package io.jquant.operator.sequence;

import io.jquant.graph.Graph;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** SequenceMap: runs a body on each tensor of a sequence, and on what belongs to all. */
public final class SequenceMap implements Operator {
    private static Graph body(NodeView node) {
        Graph body = node.attributes().getGraph("body");
        if (body == null) {
            throw new IllegalArgumentException("attribute 'body' is missing");
        }
        return body;
    }

    @Override
    public void infer(Inference node) {
        List<ValueType> in = new ArrayList<>();
        for (int i = 0; i < node.inputCount(); i++) {
            ValueType t = node.inputType(i);
            in.add(t instanceof ValueType.SequenceType s ? s.element() : t);
        }
        List<ValueType> out = node.inferBody(body(node), in);
        for (int i = 0; i < out.size(); i++) {
            if (out.get(i) != null) {
                node.output(i, new ValueType.SequenceType(out.get(i)));
            }
        }
    }

    @Override
    public void run(Invocation call) {
        Graph body = body(call);
        int size = Sequences.input(call, 0).tensors().size();
        List<List<Tensor>> results = new ArrayList<>();
        for (int k = 0; k < call.outputCount(); k++) {
            results.add(new ArrayList<>());
        }
        for (int i = 0; i < size; i++) {
            List<RuntimeValue> in = new ArrayList<>();
            for (int k = 0; k < call.inputCount(); k++) {
                RuntimeValue v = call.value(k);
                if (v instanceof TensorSequence s) {
                    if (s.tensors().size() != size) {
                        throw new IllegalArgumentException("sequences of different lengths");
                    }
                    in.add(s.tensors().get(i));
                } else {
                    in.add(v);
                }
            }
            List<RuntimeValue> out = call.runBody(body, in);
            for (int k = 0; k < results.size(); k++) {
                results.get(k).add((Tensor) out.get(k));
            }
        }
        for (int k = 0; k < results.size(); k++) {
            call.forward(k, new TensorSequence(element(body, k, results.get(k)), results.get(k)));
        }
    }

    private static ElementType element(Graph body, int k, List<Tensor> tensors) {
        if (!tensors.isEmpty()) {
            return tensors.get(0).type();
        }
        return body.outputs().get(k).type() instanceof ValueType.TensorType t ? t.element() : null;
    }
}
