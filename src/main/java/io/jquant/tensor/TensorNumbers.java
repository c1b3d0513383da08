package io.jquant.tensor;

import java.util.Arrays;

/**
 * The elements of a tensor as numbers of one Java type, whatever the element type is. Narrow floats
 * are widened exactly and rounded to nearest even on the way back.
 */
public final class TensorNumbers {
    private TensorNumbers() {}

    /**
     * The elements as float: the tensor's own array (maybe longer than the tensor, not to be
     * written to) when it holds floats, else a new one.
     */
    public static float[] floats(Tensor t) {
        ElementType type = t.type();
        if (type == ElementType.FLOAT) {
            return t.floats();
        }
        int n = t.size();
        float[] out = new float[n];
        MiniFloat mini = MiniFloat.of(type);
        if (type == ElementType.FLOAT16) {
            short[] in = t.shorts();
            for (int i = 0; i < n; i++) {
                out[i] = Half.toFloat(in[i]);
            }
        } else if (type == ElementType.BFLOAT16) {
            short[] in = t.shorts();
            for (int i = 0; i < n; i++) {
                out[i] = BFloat16.toFloat(in[i]);
            }
        } else if (type == ElementType.DOUBLE) {
            double[] in = t.doubles();
            for (int i = 0; i < n; i++) {
                out[i] = (float) in[i];
            }
        } else if (mini != null) {
            byte[] in = t.bytes();
            for (int i = 0; i < n; i++) {
                out[i] = mini.toFloat(in[i]);
            }
        } else if (type == ElementType.FLOAT8E8M0) {
            byte[] in = t.bytes();
            for (int i = 0; i < n; i++) {
                out[i] = PowerOfTwo.toFloat(in[i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                out[i] =
                        type == ElementType.UINT64
                                ? unsignedToFloat(t.longs()[i])
                                : (float) t.longAt(i);
            }
        }
        return out;
    }

    /** The elements as double: the tensor's own array when it holds doubles, else a new one. */
    public static double[] doubles(Tensor t) {
        if (t.type() == ElementType.DOUBLE) {
            return t.doubles();
        }
        int n = t.size();
        double[] out = new double[n];
        if (t.type().isFloatingPoint()) {
            float[] in = floats(t);
            for (int i = 0; i < n; i++) {
                out[i] = in[i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                out[i] =
                        t.type() == ElementType.UINT64
                                ? unsignedToDouble(t.longs()[i])
                                : (double) t.longAt(i);
            }
        }
        return out;
    }

    /**
     * The elements of an integer or bool tensor as long: its own array when it holds longs, else a
     * new one.
     */
    public static long[] longs(Tensor t) {
        return t.type().storage() == ElementType.Storage.LONGS ? t.longs() : t.toLongs();
    }

    /** One element as float. */
    public static float floatAt(Tensor t, int index) {
        return switch (t.type()) {
            case FLOAT -> t.floats()[index];
            case DOUBLE -> (float) t.doubles()[index];
            case FLOAT16 -> Half.toFloat(t.shorts()[index]);
            case BFLOAT16 -> BFloat16.toFloat(t.shorts()[index]);
            case UINT64 -> unsignedToFloat(t.longs()[index]);
            case FLOAT8E8M0 -> PowerOfTwo.toFloat(t.bytes()[index]);
            default -> {
                MiniFloat mini = MiniFloat.of(t.type());
                yield mini != null ? mini.toFloat(t.bytes()[index]) : (float) t.longAt(index);
            }
        };
    }

    /** One element as double. */
    public static double doubleAt(Tensor t, int index) {
        if (t.type() == ElementType.DOUBLE) {
            return t.doubles()[index];
        }
        if (t.type().isFloatingPoint()) {
            return floatAt(t, index);
        }
        return t.type() == ElementType.UINT64
                ? unsignedToDouble(t.longs()[index])
                : (double) t.longAt(index);
    }

    /** Writes floats to a tensor of a floating-point type, rounding to nearest even. */
    public static void store(float[] in, Tensor out) {
        int n = out.size();
        switch (out.type()) {
            case FLOAT -> System.arraycopy(in, 0, out.floats(), 0, n);
            case DOUBLE -> {
                double[] to = out.doubles();
                for (int i = 0; i < n; i++) {
                    to[i] = in[i];
                }
            }
            case FLOAT16 -> {
                short[] to = out.shorts();
                for (int i = 0; i < n; i++) {
                    to[i] = Half.fromFloat(in[i]);
                }
            }
            case BFLOAT16 -> {
                short[] to = out.shorts();
                for (int i = 0; i < n; i++) {
                    to[i] = BFloat16.fromFloat(in[i]);
                }
            }
            default -> storeMini(in, out, true);
        }
    }

    /** Writes floats to a tensor of one of the formats of at most 8 bits. */
    public static void storeMini(float[] in, Tensor out, boolean saturate) {
        MiniFloat mini = MiniFloat.of(out.type());
        if (mini == null) {
            throw new IllegalArgumentException(out.type() + " is not a floating-point type");
        }
        byte[] to = out.bytes();
        int n = out.size();
        for (int i = 0; i < n; i++) {
            to[i] = mini.fromFloat(in[i], saturate);
        }
    }

    /** Writes doubles to a tensor of a floating-point type, rounding to nearest even. */
    public static void store(double[] in, Tensor out) {
        int n = out.size();
        if (out.type() == ElementType.DOUBLE) {
            System.arraycopy(in, 0, out.doubles(), 0, n);
            return;
        }
        float[] narrow = new float[n];
        for (int i = 0; i < n; i++) {
            narrow[i] = (float) in[i];
        }
        store(narrow, out);
    }

    /** Writes longs to an integer tensor; what does not fit wraps around. */
    public static void store(long[] in, Tensor out) {
        int n = out.size();
        switch (out.type().storage()) {
            case LONGS -> System.arraycopy(in, 0, out.longs(), 0, n);
            case INTS -> {
                int[] to = out.ints();
                for (int i = 0; i < n; i++) {
                    to[i] = (int) in[i];
                }
            }
            case SHORTS -> {
                short[] to = out.shorts();
                for (int i = 0; i < n; i++) {
                    to[i] = (short) in[i];
                }
            }
            case BYTES -> {
                byte[] to = out.bytes();
                int unused = 8 - Math.max(out.type().bits(), 2);
                for (int i = 0; i < n; i++) {
                    int shifted = (byte) (in[i] << unused);
                    to[i] =
                            (byte)
                                    (out.type().isUnsigned()
                                            ? (shifted & 0xff) >> unused
                                            : shifted >> unused);
                }
            }
            default -> throw new IllegalArgumentException(out.type() + " is not an integer type");
        }
    }

    /** A new tensor with the elements of an array of the type's Java form. */
    public static Tensor copyOf(Tensor t) {
        Tensor out = Tensor.zeros(t.type(), t.shape());
        System.arraycopy(t.storage(), 0, out.storage(), 0, t.size() * t.type().entriesPerElement());
        return out;
    }

    /** The elements as a new float array that is just as long as the tensor. */
    public static float[] copyOfFloats(Tensor t) {
        float[] in = floats(t);
        return t.type() == ElementType.FLOAT ? Arrays.copyOf(in, t.size()) : in;
    }

    private static float unsignedToFloat(long x) {
        return x >= 0 ? (float) x : ((x >>> 1) | (x & 1)) * 2f;
    }

    private static double unsignedToDouble(long x) {
        return x >= 0 ? (double) x : ((x >>> 1) | (x & 1)) * 2.0;
    }
}
