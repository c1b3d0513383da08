package io.jquant.operator.contrib;

import io.jquant.kernel.ByteCodes;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.operator.nn.Pool;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/**
 * QLinearAveragePool: (x, scale, zero point, scale, zero point), the mean of the real numbers
 * rounded to codes again; the zero point is added before that, as ONNX Runtime does.
 */
public final class QLinearAveragePool implements Operator {
    /** The operator set whose meaning of the pool is used. */
    private static final int OPSET = 13;

    private final Operator pool = Pool.average();

    @Override
    public void infer(Inference node) {
        InnerInference.inferOnCodes(node, OPSET, pool);
    }

    @Override
    public void run(Invocation call) {
        if (call.attributes().getBoolean("channels_last", false)) {
            throw new IllegalArgumentException("channels_last is not supported");
        }
        Tensor x = call.input(0);
        float scale = TensorNumbers.floatAt(call.input(1), 0);
        float[] real = CenteredCodes.dequantized(call, x, scale, call.optional(2));
        InnerInvocation inner =
                new InnerInvocation(call, OPSET, List.of(Tensor.of(x.shape(), real)), null);
        pool.run(inner);
        Tensor y = inner.result();
        Tensor out = call.output(0, x.type(), y.shape());
        ByteCodes.quantizeShifted(
                y.floats(),
                TensorNumbers.floatAt(call.input(3), 0),
                CenteredCodes.zeroPoint(x, call.optional(4)),
                x.type().isUnsigned(),
                out.bytes(),
                y.size(),
                call.workers());
    }
}
