package io.jquant.operator.contrib;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.math.MatrixShapes;
import io.jquant.operator.quant.Codes;
import io.jquant.operator.quant.IntegerProduct;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/** QGemm: alpha · A · B + C of codes, as codes or, without a scale of the result, real numbers. */
public final class QGemm implements Operator {
    private static boolean turns(NodeView node, String attribute) {
        return node.attributes().getBoolean(attribute, false);
    }

    @Override
    public void infer(Inference node) {
        SymbolicShape a = node.shape(0);
        SymbolicShape b = node.shape(3);
        Dimension m = a == null ? Dimension.UNKNOWN : a.dim(turns(node, "transA") ? -1 : 0);
        Dimension n = b == null ? Dimension.UNKNOWN : b.dim(turns(node, "transB") ? 0 : -1);
        node.output(
                0,
                node.hasInput(7) ? node.elementType(8) : ElementType.FLOAT,
                new SymbolicShape(List.of(m, n)));
    }

    @Override
    public void run(Invocation call) {
        Tensor a = Turned.matrix(call.workers(), call.input(0), turns(call, "transA"));
        Tensor b = Turned.matrix(call.workers(), call.input(3), turns(call, "transB"));
        MatrixShapes s = MatrixShapes.of(a.shape(), b.shape());
        int[] sums =
                IntegerProduct.multiply(
                        call.workers(), s, a, call.optional(2), b, call.optional(5));
        Tensor bScale = call.input(4);
        Tensor c = call.optional(6);
        float left =
                TensorNumbers.floatAt(call.input(1), 0) * call.attributes().getFloat("alpha", 1);
        float[] y = new float[sums.length];
        for (int i = 0; i < y.length; i++) {
            int column = i % s.n();
            long sum = sums[i];
            if (c != null) {
                sum += c.longAt(c.size() == 1 ? 0 : c.size() == s.n() ? column : i);
            }
            y[i] = sum * left * TensorNumbers.floatAt(bScale, bScale.size() == 1 ? 0 : column);
        }
        Shape shape = s.out();
        if (call.optional(7) == null) {
            call.forward(0, Tensor.of(shape, y));
            return;
        }
        ElementType type = call.optional(8) == null ? a.type() : call.input(8).type();
        Codes.quantize(y, call.input(7), call.optional(8), 0, 0, true, call.output(0, type, shape));
    }
}
