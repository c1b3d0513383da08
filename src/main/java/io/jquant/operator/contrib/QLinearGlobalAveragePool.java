package io.jquant.operator.contrib;

import io.jquant.kernel.CodeTable;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.operator.nn.GlobalPool;
import io.jquant.operator.quant.Codes;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/** QLinearGlobalAveragePool: (x, scale, zero point, scale, zero point); sums are exact. */
public final class QLinearGlobalAveragePool implements Operator {
    private static final int OPSET = 13;

    private final Operator mean = GlobalPool.average();

    @Override
    public void infer(Inference node) {
        InnerInference.inferOnCodes(node, OPSET, mean);
    }

    @Override
    public void run(Invocation call) {
        if (call.attributes().getBoolean("channels_last", false)) {
            throw new IllegalArgumentException("channels_last is not supported");
        }
        Tensor x = call.input(0);
        if (x.rank() < 2) {
            throw new IllegalArgumentException("input " + x.shape() + " has no channels");
        }
        byte[] codes = CenteredCodes.bytes(x);
        long[] dims = new long[x.rank()];
        Arrays.fill(dims, 1);
        dims[0] = x.dim(0);
        dims[1] = x.dim(1);
        Tensor out = call.output(0, x.type(), Shape.of(dims));
        int plane = (int) x.shape().size(2, x.rank());
        int zero = CenteredCodes.zeroPoint(x, call.optional(2));
        int yZero = CenteredCodes.zeroPoint(x, call.optional(4));
        float scale = TensorNumbers.floatAt(call.input(1), 0);
        float factor = scale / (TensorNumbers.floatAt(call.input(3), 0) * plane);
        long[] sums = new long[out.size()];
        CodeTable.sumRows(sums.length, plane, codes, x.type().isUnsigned(), sums, call.workers());
        int lowest = Codes.lowest(x.type());
        int highest = Codes.highest(x.type());
        for (int i = 0; i < sums.length; i++) {
            float sum = sums[i] - (long) zero * plane;
            out.bytes()[i] = (byte) Codes.code(sum * factor, yZero, lowest, highest);
        }
    }
}
