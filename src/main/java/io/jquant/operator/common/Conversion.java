package io.jquant.operator.common;

import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.MiniFloat;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Locale;

/**
 * Conversion between element types as Cast does it. Real numbers lose their fraction on the way to
 * integers; what does not fit behaves as on x86, where the peers' values come from: too large
 * numbers and NaN become the least int32 or int64, of which narrower types keep the low bits.
 */
public final class Conversion {
    private static final double TWO_63 = 0x1p63;
    private static final double TWO_64 = 0x1p64;

    private final boolean saturate;
    private final String rounding;

    private Conversion(boolean saturate, String rounding) {
        this.saturate = saturate;
        this.rounding = rounding;
    }

    /** With the defaults of Cast. */
    public static Conversion standard() {
        return new Conversion(true, "up");
    }

    /**
     * @param saturate for targets of 8-bit floats: too large numbers become the largest
     * @param rounding for E8M0: up, down or nearest
     */
    public static Conversion of(boolean saturate, String rounding) {
        return new Conversion(saturate, rounding);
    }

    /** Writes the elements of a tensor into another one of the same shape. */
    public void run(Workers workers, Tensor in, Tensor out) {
        ElementType to = out.type();
        if (in.type() == ElementType.STRING) {
            parse(in, out);
        } else if (to == ElementType.STRING) {
            print(in, out);
        } else if (in.type().isComplex() || to.isComplex()) {
            throw new IllegalArgumentException("no conversion from " + in.type() + " to " + to);
        } else if (to == ElementType.BOOL) {
            toBool(in, out);
        } else if (!in.type().isFloatingPoint()) {
            fromWhole(in, out);
        } else if (to.isFloatingPoint()) {
            fromReal(in, out);
        } else {
            toWhole(workers, in, out);
        }
    }

    private static void toBool(Tensor in, Tensor out) {
        byte[] to = out.bytes();
        int n = in.size();
        if (in.type().isFloatingPoint()) {
            double[] from = TensorNumbers.doubles(in);
            for (int i = 0; i < n; i++) {
                to[i] = (byte) (from[i] != 0 ? 1 : 0);
            }
        } else {
            for (int i = 0; i < n; i++) {
                to[i] = (byte) (in.longAt(i) != 0 ? 1 : 0);
            }
        }
    }

    private void fromWhole(Tensor in, Tensor out) {
        ElementType to = out.type();
        if (to == ElementType.DOUBLE) {
            TensorNumbers.store(TensorNumbers.doubles(in), out);
        } else if (to.isFloatingPoint()) {
            storeReal(TensorNumbers.floats(in), out);
        } else {
            TensorNumbers.store(TensorNumbers.longs(in), out);
        }
    }

    private void fromReal(Tensor in, Tensor out) {
        if (out.type() == ElementType.DOUBLE) {
            TensorNumbers.store(TensorNumbers.doubles(in), out);
        } else {
            storeReal(TensorNumbers.floats(in), out);
        }
    }

    private void storeReal(float[] values, Tensor out) {
        if (out.type() == ElementType.FLOAT8E8M0) {
            byte[] to = out.bytes();
            for (int i = 0; i < out.size(); i++) {
                to[i] = PowerOfTwoScale.fromFloat(values[i], saturate, rounding);
            }
        } else if (MiniFloat.of(out.type()) != null) {
            TensorNumbers.storeMini(values, out, saturate);
        } else {
            TensorNumbers.store(values, out);
        }
    }

    private static void toWhole(Workers workers, Tensor in, Tensor out) {
        ElementType type = out.type();
        int n = in.size();
        if (in.type() == ElementType.FLOAT && type == ElementType.INT64) {
            float[] from = in.floats();
            long[] to = out.longs();
            Chunks.forEach(
                    workers,
                    n,
                    1,
                    (a, b) -> {
                        for (int i = a; i < b; i++) {
                            to[i] = whole(from[i], ElementType.INT64);
                        }
                    });
            return;
        }
        double[] from = TensorNumbers.doubles(in);
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
            values[i] = whole(from[i], type);
        }
        TensorNumbers.store(values, out);
    }

    /** A number without its fraction, in range or as x86 has it. */
    public static long whole(double x, ElementType type) {
        if (type == ElementType.UINT64 && x >= TWO_63 && x < TWO_64) {
            return (long) (x - TWO_63) ^ Long.MIN_VALUE;
        }
        boolean wide = type.bits() >= 64 || type == ElementType.UINT32;
        if (wide) {
            return x >= -TWO_63 && x < TWO_63 ? (long) x : Long.MIN_VALUE;
        }
        double t = x < 0 ? Math.ceil(x) : Math.floor(x);
        return t >= Integer.MIN_VALUE && t <= Integer.MAX_VALUE ? (long) t : Integer.MIN_VALUE;
    }

    private static void parse(Tensor in, Tensor out) {
        String[] from = in.strings();
        ElementType type = out.type();
        for (int i = 0; i < in.size(); i++) {
            Tensor one = Tensor.zeros(type, Shape.SCALAR);
            String s = from[i].strip();
            try {
                if (type == ElementType.BOOL) {
                    one.bytes()[0] = (byte) (Long.parseLong(s) != 0 ? 1 : 0);
                } else if (type.isFloatingPoint()) {
                    TensorNumbers.store(new double[] {real(s)}, one);
                } else {
                    TensorNumbers.store(
                            new long[] {
                                type == ElementType.UINT64
                                        ? Long.parseUnsignedLong(s)
                                        : Long.parseLong(s)
                            },
                            one);
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + s + "' is no " + type, e);
            }
            Storages.copy(one.storage(), 0, 1, out.storage(), i, 1, 1);
        }
    }

    private static double real(String s) {
        return switch (s.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(s);
        };
    }

    private static void print(Tensor in, Tensor out) {
        String[] to = out.strings();
        for (int i = 0; i < in.size(); i++) {
            if (!in.type().isFloatingPoint()) {
                to[i] =
                        in.type() == ElementType.UINT64
                                ? Long.toUnsignedString(in.longs()[i])
                                : Long.toString(in.longAt(i));
            } else {
                to[i] =
                        NumberText.of(
                                TensorNumbers.doubleAt(in, i), in.type() == ElementType.DOUBLE);
            }
        }
    }
}
