package io.jquant.operator.common;

import io.jquant.kernel.ByteCodes;
import io.jquant.operator.Invocation;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/** 8-bit codes less their zero point, as whole numbers in floats. */
public final class CenteredCodes {
    /** Bound of their magnitudes, whatever the type and the zero point. */
    public static final float LARGEST = 255;

    private CenteredCodes() {}

    /** Is this a type of 8-bit codes? */
    public static boolean isCode(ElementType type) {
        return type == ElementType.INT8 || type == ElementType.UINT8;
    }

    /**
     * Scratch memory with the numbers.
     *
     * @param zero null for 0, or one for all
     */
    public static float[] of(Invocation call, Tensor codes, Tensor zero) {
        return dequantized(call, codes, 1f, zero);
    }

    /** Scratch memory with the real numbers behind codes with one scale. */
    public static float[] dequantized(Invocation call, Tensor codes, float scale, Tensor zero) {
        int n = codes.size();
        float[] out = call.scratch(n);
        ByteCodes.dequantize(
                bytes(codes),
                0,
                codes.type().isUnsigned(),
                zeroPoint(codes, zero),
                scale,
                out,
                0,
                n,
                call.workers());
        return out;
    }

    /** The bytes of codes; refuses other types. */
    public static byte[] bytes(Tensor codes) {
        if (!isCode(codes.type())) {
            throw new IllegalArgumentException("codes of type " + codes.type());
        }
        return codes.bytes();
    }

    /** The one zero point of codes. */
    public static int zeroPoint(Tensor codes, Tensor zero) {
        if (zero == null) {
            return 0;
        }
        if (zero.size() != 1) {
            throw new IllegalArgumentException(
                    "zero point of shape " + zero.shape() + " for " + codes.shape());
        }
        return (int) zero.longAt(0);
    }
}
