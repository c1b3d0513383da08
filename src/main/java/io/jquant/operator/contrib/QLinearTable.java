package io.jquant.operator.contrib;

import io.jquant.kernel.CodeTable;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.operator.quant.Codes;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/**
 * A function of one element on codes, (x, scale, zero point, scale, zero point): looked up in a
 * table of what it makes of the 256 codes.
 */
public final class QLinearTable implements Operator {
    private static final int OPSET = 13;
    private static final int CODES = 256;

    private final Operator function;

    /**
     * @param function of real numbers
     */
    public QLinearTable(Operator function) {
        this.function = function;
    }

    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor x = call.input(0);
        byte[] codes = CenteredCodes.bytes(x);
        InnerInvocation inner =
                new InnerInvocation(
                        call,
                        OPSET,
                        List.of(reals(x.type(), call.input(1), call.optional(2))),
                        null);
        function.run(inner);
        byte[] table = codes(inner.result(), x.type(), call.input(3), call.optional(4));
        Tensor y = call.output(0, x.type(), x.shape());
        CodeTable.apply(table, codes, 0, y.bytes(), 0, x.size(), call.workers());
    }

    /** The real numbers behind the bytes 0 to 255. */
    static Tensor reals(ElementType type, Tensor scale, Tensor zero) {
        byte[] all = new byte[CODES];
        for (int i = 0; i < CODES; i++) {
            all[i] = (byte) i;
        }
        Tensor t = Tensor.of(type, Shape.of(CODES), all);
        float[] real = new float[CODES];
        Codes.dequantize(Workers.SERIAL, t, scalar(scale), zero, 0, 0, real);
        return Tensor.of(Shape.of(CODES), real);
    }

    /** The codes of real numbers. */
    static byte[] codes(Tensor reals, ElementType type, Tensor scale, Tensor zero) {
        byte[] out = new byte[CODES];
        Tensor t = Tensor.of(type, Shape.of(CODES), out);
        Codes.quantize(Workers.SERIAL, reals.floats(), scalar(scale), zero, 0, 0, true, t);
        return out;
    }

    private static Tensor scalar(Tensor scale) {
        return Tensor.scalar(TensorNumbers.floatAt(scale, 0));
    }
}
