package io.jquant.tensor;

/**
 * The floating-point formats of at most 8 bits that ONNX knows (the section "Float stored in 8
 * bits" of its technical documents, and the OCP microscaling formats), held one per byte.
 */
public final class MiniFloat {
    private static final MiniFloat E4M3FN = new MiniFloat(4, 3, 7, Specials.NAN_ONLY);
    private static final MiniFloat E4M3FNUZ = new MiniFloat(4, 3, 8, Specials.NEGATIVE_ZERO_NAN);
    private static final MiniFloat E5M2 = new MiniFloat(5, 2, 15, Specials.IEEE);
    private static final MiniFloat E5M2FNUZ = new MiniFloat(5, 2, 16, Specials.NEGATIVE_ZERO_NAN);
    private static final MiniFloat E2M1 = new MiniFloat(2, 1, 1, Specials.NONE);

    /** What a format has beside finite numbers. */
    private enum Specials {
        /** Infinities and NaNs under the highest exponent. */
        IEEE,
        /** No infinities; NaN is all ones behind the sign. */
        NAN_ONLY,
        /** No infinities and no negative zero, whose pattern is the NaN. */
        NEGATIVE_ZERO_NAN,
        /** Finite numbers only. */
        NONE
    }

    private final int exponentBits;
    private final int fractionBits;
    private final int bias;
    private final Specials specials;
    private final int signBit;
    private final int largest;
    private final float[] values;

    private MiniFloat(int exponentBits, int fractionBits, int bias, Specials specials) {
        this.exponentBits = exponentBits;
        this.fractionBits = fractionBits;
        this.bias = bias;
        this.specials = specials;
        this.signBit = 1 << (exponentBits + fractionBits);
        this.largest =
                switch (specials) {
                    case IEEE -> (((1 << exponentBits) - 1) << fractionBits) - 1;
                    case NAN_ONLY -> signBit - 2;
                    case NEGATIVE_ZERO_NAN, NONE -> signBit - 1;
                };
        this.values = new float[2 * signBit];
        for (int i = 0; i < values.length; i++) {
            values[i] = decode(i);
        }
    }

    /** The format of an element type, or null when the type is none of these formats. */
    public static MiniFloat of(ElementType type) {
        return switch (type) {
            case FLOAT8E4M3FN -> E4M3FN;
            case FLOAT8E4M3FNUZ -> E4M3FNUZ;
            case FLOAT8E5M2 -> E5M2;
            case FLOAT8E5M2FNUZ -> E5M2FNUZ;
            case FLOAT4E2M1 -> E2M1;
            default -> null;
        };
    }

    /** The number that a bit pattern stands for. */
    public float toFloat(byte bits) {
        return values[bits & (values.length - 1)];
    }

    /**
     * The nearest number, ties to even.
     *
     * @param saturate what lies beyond the largest number becomes the largest number; else an
     *     infinity, or NaN where the format has none
     */
    public byte fromFloat(float x, boolean saturate) {
        if (Float.isNaN(x)) {
            return (byte) (specials == Specials.IEEE ? sign(x) | nan() : nan());
        }
        float magnitude = Math.abs(x);
        int exponent = Math.max(Math.getExponent(magnitude), 1 - bias);
        double quantum = Math.scalb(1.0, exponent - fractionBits);
        double rounded = Math.rint(magnitude / quantum) * quantum;
        if (rounded > values[largest]) {
            if (saturate || specials == Specials.NONE) {
                return (byte) (sign(x) | largest);
            }
            return (byte)
                    (specials == Specials.IEEE
                            ? sign(x) | largest + 1
                            : specials == Specials.NAN_ONLY ? sign(x) | nan() : nan());
        }
        int bits = encode(rounded);
        return (byte) (bits == 0 && specials == Specials.NEGATIVE_ZERO_NAN ? 0 : sign(x) | bits);
    }

    private int sign(float x) {
        return Float.floatToRawIntBits(x) < 0 ? signBit : 0;
    }

    private int nan() {
        return switch (specials) {
            case IEEE -> signBit - 1;
            case NAN_ONLY -> signBit - 1;
            case NEGATIVE_ZERO_NAN -> signBit;
            case NONE -> signBit; // negative zero, as the ONNX reference casts it
        };
    }

    private int encode(double magnitude) {
        int exponent = Math.getExponent(magnitude);
        if (magnitude == 0 || exponent < 1 - bias) {
            return (int) (magnitude / Math.scalb(1.0, 1 - bias - fractionBits));
        }
        int fraction = (int) Math.scalb(magnitude, fractionBits - exponent) - (1 << fractionBits);
        return ((exponent + bias) << fractionBits) | fraction;
    }

    private float decode(int bits) {
        float sign = (bits & signBit) != 0 ? -1f : 1f;
        int magnitude = bits & (signBit - 1);
        if (magnitude > largest) {
            boolean infinite = specials == Specials.IEEE && magnitude == largest + 1;
            return infinite ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        if (specials == Specials.NEGATIVE_ZERO_NAN && bits == signBit) {
            return Float.NaN;
        }
        int exponent = magnitude >> fractionBits;
        int fraction = magnitude & ((1 << fractionBits) - 1);
        return exponent == 0
                ? sign * Math.scalb((float) fraction, 1 - bias - fractionBits)
                : sign
                        * Math.scalb(
                                (float) (fraction + (1 << fractionBits)),
                                exponent - bias - fractionBits);
    }

    @Override
    public String toString() {
        return "E" + exponentBits + "M" + fractionBits;
    }
}
