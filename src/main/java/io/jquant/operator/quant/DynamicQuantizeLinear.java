package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** DynamicQuantizeLinear: to uint8 with the scale that the tensor's own range gives. */
public final class DynamicQuantizeLinear implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.UINT8, node.shape(0));
        node.output(1, ElementType.FLOAT, SymbolicShape.ofRank(0));
        node.output(2, ElementType.UINT8, SymbolicShape.ofRank(0));
    }

    /**
     * A scale and a zero point.
     *
     * @param zero 0 … 255
     */
    public record Parameters(float scale, int zero) {
        /** Of a tensor's own range, which always holds 0. */
        public static Parameters of(float[] x, int count) {
            float low = 0;
            float high = 0;
            for (int i = 0; i < count; i++) {
                low = Math.min(low, x[i]);
                high = Math.max(high, x[i]);
            }
            float scale = high == low ? 1 : (high - low) / 255;
            return new Parameters(scale, Codes.code(-low / scale, 0, 0, 255));
        }

        /** The scale as a scalar. */
        public Tensor scaleTensor() {
            return Tensor.scalar(scale);
        }

        /** The zero point as a scalar. */
        public Tensor zeroTensor() {
            return Tensor.of(ElementType.UINT8, Shape.SCALAR, new byte[] {(byte) zero});
        }
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        float[] x = TensorNumbers.floats(in);
        Parameters p = Parameters.of(x, in.size());
        Codes.quantize(
                call.workers(),
                x,
                p.scaleTensor(),
                p.zeroTensor(),
                0,
                0,
                true,
                call.output(0, ElementType.UINT8, in.shape()));
        call.forward(1, p.scaleTensor());
        call.forward(2, p.zeroTensor());
    }
}
