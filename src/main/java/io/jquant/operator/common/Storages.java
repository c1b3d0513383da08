package io.jquant.operator.common;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Copies between the arrays behind tensors, one method for all element types. */
public final class Storages {
    private Storages() {}

    /** Copies elements with a step on both sides. */
    public static void copy(
            Object from, int f, int fromStep, Object to, int t, int toStep, int count) {
        if (fromStep == 1 && toStep == 1) {
            System.arraycopy(from, f, to, t, count);
        } else if (fromStep == 0 && toStep == 1) {
            fill(to, t, count, from, f);
        } else if (from instanceof float[] a) {
            float[] b = (float[]) to;
            for (int i = 0; i < count; i++) {
                b[t + i * toStep] = a[f + i * fromStep];
            }
        } else if (from instanceof byte[] a) {
            byte[] b = (byte[]) to;
            for (int i = 0; i < count; i++) {
                b[t + i * toStep] = a[f + i * fromStep];
            }
        } else if (from instanceof long[] a) {
            long[] b = (long[]) to;
            for (int i = 0; i < count; i++) {
                b[t + i * toStep] = a[f + i * fromStep];
            }
        } else if (from instanceof int[] a) {
            int[] b = (int[]) to;
            for (int i = 0; i < count; i++) {
                b[t + i * toStep] = a[f + i * fromStep];
            }
        } else if (from instanceof short[] a) {
            short[] b = (short[]) to;
            for (int i = 0; i < count; i++) {
                b[t + i * toStep] = a[f + i * fromStep];
            }
        } else if (from instanceof double[] a) {
            double[] b = (double[]) to;
            for (int i = 0; i < count; i++) {
                b[t + i * toStep] = a[f + i * fromStep];
            }
        } else {
            String[] a = (String[]) from;
            String[] b = (String[]) to;
            for (int i = 0; i < count; i++) {
                b[t + i * toStep] = a[f + i * fromStep];
            }
        }
    }

    /** Fills a stretch with one element. */
    public static void fill(Object to, int t, int count, Object from, int f) {
        if (to instanceof float[] b) {
            Arrays.fill(b, t, t + count, ((float[]) from)[f]);
        } else if (to instanceof byte[] b) {
            Arrays.fill(b, t, t + count, ((byte[]) from)[f]);
        } else if (to instanceof long[] b) {
            Arrays.fill(b, t, t + count, ((long[]) from)[f]);
        } else if (to instanceof int[] b) {
            Arrays.fill(b, t, t + count, ((int[]) from)[f]);
        } else if (to instanceof short[] b) {
            Arrays.fill(b, t, t + count, ((short[]) from)[f]);
        } else if (to instanceof double[] b) {
            Arrays.fill(b, t, t + count, ((double[]) from)[f]);
        } else {
            Arrays.fill((String[]) to, t, t + count, ((String[]) from)[f]);
        }
    }

    /** Fills a stretch with the zero of the type (the empty string for strings). */
    public static void zero(ElementType type, Object to, int t, int count) {
        Object zero = Tensor.newStorage(type, 1);
        if (zero instanceof String[] s) {
            s[0] = "";
        }
        fill(to, t * type.entriesPerElement(), count * type.entriesPerElement(), zero, 0);
    }

    /** to[t + i] = from[indices[i]] for whole elements. */
    public static void gather(
            ElementType type, Object from, int[] indices, int count, Object to, int t) {
        int entries = type.entriesPerElement();
        if (from instanceof float[] a && entries == 1) {
            float[] b = (float[]) to;
            for (int i = 0; i < count; i++) {
                b[t + i] = a[indices[i]];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            System.arraycopy(from, indices[i] * entries, to, (t + i) * entries, entries);
        }
    }
}
