package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.nn.IntegerConv;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** QLinearConv: a convolution of codes, rounded to codes again. */
public final class QLinearConv implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(7), IntegerConv.shape(node, node.shape(3)));
    }

    @Override
    public void run(Invocation call) {
        IntegerConv conv =
                IntegerConv.run(
                        call,
                        call.input(0),
                        call.input(2),
                        call.input(3),
                        call.input(5),
                        call.optional(8));
        Tensor wScale = call.input(4);
        Tensor yZero = call.input(7);
        Shape shape = conv.shape();
        Tensor out = call.output(0, yZero.type(), shape);
        float xScale = TensorNumbers.floatAt(call.input(1), 0);
        float yScale = TensorNumbers.floatAt(call.input(6), 0);
        int zero = (int) yZero.longAt(0);
        int lowest = Codes.lowest(out.type());
        int highest = Codes.highest(out.type());
        int plane = (int) shape.size(2, shape.rank());
        long[] codes = new long[out.size()];
        for (int i = 0; i < codes.length; i++) {
            int channel = i / plane % shape.dim(1);
            float scale =
                    xScale
                            * TensorNumbers.floatAt(wScale, wScale.size() == 1 ? 0 : channel)
                            / yScale;
            codes[i] = Codes.code(conv.sums()[i] * scale, zero, lowest, highest);
        }
        TensorNumbers.store(codes, out);
    }
}
