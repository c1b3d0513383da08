package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Conversion;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.Locale;

/** Cast: the same numbers in another element type. */
public final class Cast implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, target(node), node.shape(0));
    }

    private static ElementType target(NodeView node) {
        // a string before opset 6
        ElementType type =
                node.opset() < 6
                        ? ElementType.valueOf(
                                node.attributes().getString("to", "").toUpperCase(Locale.ROOT))
                        : ElementType.ofCode((int) node.attributes().requireInt("to"));
        if (type == null) {
            throw new IllegalArgumentException("the target type is unknown");
        }
        return type;
    }

    @Override
    public void run(Invocation call) {
        convert(call, target(call));
    }

    static void convert(Invocation call, ElementType type) {
        Tensor in = call.input(0);
        if (in.type() == type) {
            call.forward(0, in);
            return;
        }
        boolean saturate = call.attributes().getBoolean("saturate", true);
        Tensor out = call.output(0, type, in.shape());
        Conversion.of(saturate, call.attributes().getString("round_mode", "up"))
                .run(call.workers(), in, out);
    }
}
