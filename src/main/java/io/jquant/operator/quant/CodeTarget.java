package io.jquant.operator.quant;

import io.jquant.kernel.CodeStore;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Where codes of exact sums go. */
public final class CodeTarget {
    private CodeTarget() {}

    /**
     * The factor that brings sums of products to the result's scale, in ONNX Runtime's roundings:
     * {@code float(float(xScale · wScale) / yScale)}.
     *
     * @param wScale one for all channels or one for each
     */
    public static float[] factors(float xScale, Tensor wScale, float yScale, int channels) {
        int given = wScale.size();
        if (given != 1 && given != channels) {
            throw new IllegalArgumentException(given + " scales for " + channels + " channels");
        }
        float[] out = new float[channels];
        for (int c = 0; c < channels; c++) {
            out[c] = xScale * TensorNumbers.floatAt(wScale, given == 1 ? 0 : c) / yScale;
        }
        return out;
    }

    /** The store for a result of 8-bit codes. */
    public static CodeStore of(float[] factors, Tensor zero, Tensor out) {
        int z = CenteredCodes.zeroPoint(out, zero);
        float low = (float) Codes.lowest(out.type()) - z;
        float high = (float) Codes.highest(out.type()) - z;
        return new CodeStore(factors, low, high, z, CenteredCodes.bytes(out), 0);
    }
}
