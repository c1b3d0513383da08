package io.jquant.operator.contrib;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * QLinearSoftmax: (x, scale, zero point, scale, zero point), in the roundings of ONNX Runtime. The
 * exponentials of the 256 distances to the largest code of a row are scaled so that their sum stays
 * within the range of float, and the reciprocal of the result's scale is rounded down to a whole
 * number.
 */
public final class QLinearSoftmax implements Operator {
    private static final int ONE_AXIS_SINCE = 13;
    private static final int CODES = 256;

    /** What the logarithm of a row's sum stays below that of the largest float. */
    private static final double RESERVE = 5;

    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    private static int opset(NodeView node) {
        return (int) node.attributes().getInt("opset", ONE_AXIS_SINCE);
    }

    @Override
    public void run(Invocation call) {
        Tensor x = call.input(0);
        byte[] codes = CenteredCodes.bytes(x);
        Tensor out = call.output(0, x.type(), x.shape());
        int rank = x.rank();
        boolean oneAxis = opset(call) >= ONE_AXIS_SINCE;
        int axis = Axes.normalize(call.attributes().getInt("axis", oneAxis ? -1 : 1), rank);
        int outer = (int) x.shape().size(0, axis);
        int size = oneAxis ? x.dim(axis) : (int) x.shape().size(axis, rank);
        int inner = oneAxis ? (int) x.shape().size(axis + 1, rank) : 1;
        if (size == 0) {
            return;
        }
        Row row =
                new Row(
                        table(TensorNumbers.floatAt(call.input(1), 0), size),
                        (float) Math.floor(1f / TensorNumbers.floatAt(call.input(3), 0)),
                        CenteredCodes.zeroPoint(x, call.optional(4)),
                        x.type().isUnsigned() ? 0xff : -1,
                        size,
                        inner);
        Chunks.forEach(
                call.workers(),
                outer * inner,
                4L * size,
                (a, b) -> {
                    for (int r = a; r < b; r++) {
                        row.run(codes, out.bytes(), r / inner * size * inner + r % inner);
                    }
                });
    }

    /** Exponentials by distance to the largest code. */
    private static float[] table(float scale, int size) {
        double room = StrictMath.log(Float.MAX_VALUE / size) - RESERVE;
        double shift = Math.max(0, room) / scale;
        float[] out = new float[CODES];
        for (int d = 0; d < CODES; d++) {
            out[d] = (float) StrictMath.exp((shift - d) * scale);
        }
        return out;
    }

    /**
     * The softmax of one row.
     *
     * @param mask 255 for unsigned codes, else −1
     * @param step between its elements
     */
    private record Row(float[] table, float factor, int zero, int mask, int size, int step) {
        void run(byte[] x, byte[] y, int from) {
            int largest = Integer.MIN_VALUE;
            for (int i = 0; i < size; i++) {
                largest = Math.max(largest, x[from + i * step] & mask);
            }
            float sum = 0;
            for (int i = 0; i < size; i++) {
                sum += table[largest - (x[from + i * step] & mask)];
            }
            for (int i = 0; i < size; i++) {
                int at = from + i * step;
                float share = table[largest - (x[at] & mask)] * factor / sum;
                int code = (int) Math.rint(share) + zero;
                y[at] = (byte) Math.min(code, 255); // signed codes are not bounded by 127
            }
        }
    }
}
