package io.jquant.operator.quant;

import io.jquant.kernel.ByteCodes;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.MiniFloat;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Between real numbers and the codes that stand for them: real = scale · (code − zero point). */
public final class Codes {
    /**
     * Adding and taking away 1.5 · 2²³ rounds a smaller float to the nearest integer, ties to even.
     */
    private static final float ROUNDER = 0x1.8p23f;

    private Codes() {}

    /** The least code of an integer type. */
    public static int lowest(ElementType type) {
        return type.isUnsigned() ? 0 : -(1 << (type.bits() - 1));
    }

    /** The greatest code of an integer type. */
    public static int highest(ElementType type) {
        return type.isUnsigned() ? (1 << type.bits()) - 1 : (1 << (type.bits() - 1)) - 1;
    }

    /** Writes the real numbers behind the codes of a tensor. */
    public static void dequantize(
            Workers workers,
            Tensor codes,
            Tensor scale,
            Tensor zero,
            long axis,
            long block,
            float[] y) {
        if (CenteredCodes.isCode(codes.type()) && block == 0 && scale.rank() < 2) {
            eightBit(workers, codes, scale, zero, axis, y);
            return;
        }
        float[] s = TensorNumbers.floats(scale);
        boolean real = codes.type().isFloatingPoint();
        boolean wide = codes.type() == ElementType.INT32;
        float[] z = zero == null ? null : TensorNumbers.floats(zero);
        float[] x = wide ? null : TensorNumbers.floats(codes);
        int[] w = wide ? codes.ints() : null;
        ScaleLayout.of(codes.shape(), scale.shape(), axis, block)
                .forEach(
                        (from, count, at, step) -> {
                            if (step == 0 && !wide) {
                                float factor = s[at];
                                float shift = z == null || real ? 0 : z[at];
                                for (int i = from; i < from + count; i++) {
                                    y[i] = (x[i] - shift) * factor;
                                }
                                return;
                            }
                            for (int i = 0; i < count; i++) {
                                int k = at + i * step;
                                float shift = z == null || real ? 0 : z[k];
                                // differences of int32 are taken exactly, as they may not fit a
                                // float
                                float d =
                                        wide
                                                ? (float) (w[from + i] - (long) shift)
                                                : x[from + i] - shift;
                                y[from + i] = d * s[k];
                            }
                        });
    }

    private static void eightBit(
            Workers workers, Tensor codes, Tensor scale, Tensor zero, long axis, float[] y) {
        float[] s = TensorNumbers.floats(scale);
        byte[] x = codes.bytes();
        boolean unsigned = codes.type().isUnsigned();
        ScaleLayout.of(codes.shape(), scale.shape(), axis, 0)
                .forEach(
                        (from, count, at, step) -> {
                            int shift = zero == null ? 0 : (int) zero.longAt(at);
                            ByteCodes.dequantize(
                                    x, from, unsigned, shift, s[at], y, from, count, workers);
                        });
    }

    /**
     * Writes the codes nearest to real numbers, ties to even, saturating; NaN becomes the lowest
     * code.
     */
    public static void quantize(
            Workers workers,
            float[] x,
            Tensor scale,
            Tensor zero,
            long axis,
            long block,
            boolean saturate,
            Tensor out) {
        float[] s = TensorNumbers.floats(scale);
        ScaleLayout layout = ScaleLayout.of(out.shape(), scale.shape(), axis, block);
        ElementType type = out.type();
        if (type.isFloatingPoint()) {
            small(x, s, layout, saturate, out);
            return;
        }
        int lowest = lowest(type);
        int highest = highest(type);
        Object to = out.storage();
        layout.forEach(
                (from, count, at, step) -> {
                    if (step == 0 && CenteredCodes.isCode(type)) {
                        int shift = zero == null ? 0 : (int) zero.longAt(at);
                        ByteCodes.quantize(
                                x,
                                from,
                                s[at],
                                type.isUnsigned(),
                                shift,
                                out.bytes(),
                                from,
                                count,
                                workers);
                        return;
                    }
                    for (int i = 0; i < count; i++) {
                        int k = at + i * step;
                        int shift = zero == null ? 0 : (int) zero.longAt(k);
                        int code = code(x[from + i] / s[k], shift, lowest, highest);
                        if (to instanceof byte[] b) {
                            b[from + i] = (byte) code;
                        } else {
                            ((short[]) to)[from + i] = (short) code;
                        }
                    }
                });
    }

    /** One code, for a number that is divided by its scale already. */
    public static int code(float ratio, int zero, int lowest, int highest) {
        float low = lowest - zero;
        float high = highest - zero;
        float v = ratio > low ? ratio : low;
        v = v < high ? v : high;
        return (int) ((v + ROUNDER) - ROUNDER) + zero;
    }

    /** Small floats are their own grid: divided by the scale and rounded. */
    private static void small(
            float[] x, float[] s, ScaleLayout layout, boolean saturate, Tensor out) {
        MiniFloat format = MiniFloat.of(out.type());
        if (format == null) {
            throw new IllegalArgumentException("nothing is quantized to " + out.type());
        }
        byte[] y = out.bytes();
        layout.forEach(
                (from, count, at, step) -> {
                    for (int i = 0; i < count; i++) {
                        y[from + i] = format.fromFloat(x[from + i] / s[at + i * step], saturate);
                    }
                });
    }
}
