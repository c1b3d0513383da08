package io.jquant.operator.contrib;

import io.jquant.kernel.CodeTable;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.operator.shape.Concat;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** QLinearConcat: (scale, zero point, then for every part codes, scale, zero point). */
public final class QLinearConcat implements Operator {
    private static final int OPSET = 13;
    private static final int FIRST = 2;

    private final Operator concat = new Concat();

    private static int count(NodeView node) {
        return (node.inputCount() - FIRST + 2) / 3;
    }

    @Override
    public void infer(Inference node) {
        List<ValueType> parts = new ArrayList<>();
        for (int i = 0; i < count(node); i++) {
            parts.add(ValueType.tensor(ElementType.FLOAT, node.shape(FIRST + 3 * i)));
        }
        InnerInference inner = new InnerInference(node, OPSET, parts);
        concat.infer(inner);
        node.output(0, node.elementType(FIRST), inner.shape());
    }

    @Override
    public void run(Invocation call) {
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < count(call); i++) {
            parts.add(part(call, FIRST + 3 * i));
        }
        concat.run(new InnerInvocation(call, OPSET, parts, null, true));
    }

    /** The codes of one part on the grid of the result. */
    private static Tensor part(Invocation call, int at) {
        Tensor x = call.input(at);
        Tensor scale = call.input(at + 1);
        Tensor zero = call.optional(at + 2);
        byte[] codes = CenteredCodes.bytes(x);
        Tensor yScale = call.input(0);
        Tensor yZero = call.optional(1);
        boolean same =
                TensorNumbers.floatAt(scale, 0) == TensorNumbers.floatAt(yScale, 0)
                        && CenteredCodes.zeroPoint(x, zero) == CenteredCodes.zeroPoint(x, yZero);
        if (same) {
            return x;
        }
        Tensor reals = QLinearTable.reals(x.type(), scale, zero);
        byte[] table = QLinearTable.codes(reals, x.type(), yScale, yZero);
        byte[] y = new byte[x.size()];
        CodeTable.apply(table, codes, 0, y, 0, y.length, call.workers());
        return Tensor.of(x.type(), x.shape(), y);
    }
}
