package io.jquant.data.preprocess;

import io.jquant.image.Pixels;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Half;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * The value of each pixel 0 … 255 in each channel of the tensor, {@code (pixel * scale - mean) /
 * std} in float32, each step rounded, then brought to the type of the tensor.
 */
final class ValueTable {
    private static final int PIXELS = 256;

    private final ElementType type;

    /** Which channel of a colour picture each channel of the tensor is. */
    private final int[] sources;

    /** One array of the type's storage for each channel of the tensor. */
    private final Object[] tables;

    private ValueTable(ElementType type, int[] sources, Object[] tables) {
        this.type = type;
        this.sources = sources;
        this.tables = tables;
    }

    static boolean canHold(ElementType type) {
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 -> true;
            default -> false;
        };
    }

    /** The table, or null when a value is none that an integer type has. */
    static ValueTable of(InputSpec spec, ElementType type) {
        int channels = spec.color().channels();
        int[] sources =
                switch (spec.color()) {
                    case RGB -> new int[] {0, 1, 2};
                    case BGR -> new int[] {2, 1, 0};
                    case GRAY -> new int[] {0};
                };
        Object[] tables = new Object[channels];
        for (int c = 0; c < channels; c++) {
            float[] values = new float[PIXELS];
            float scale = (float) spec.scale();
            float mean = (float) spec.mean()[spec.mean().length == 1 ? 0 : c];
            float std = (float) spec.std()[spec.std().length == 1 ? 0 : c];
            for (int p = 0; p < PIXELS; p++) {
                float scaled = p * scale;
                values[p] = (scaled - mean) / std;
            }
            tables[c] = inType(values, type);
            if (tables[c] == null) {
                return null;
            }
        }
        return new ValueTable(type, sources, tables);
    }

    private static Object inType(float[] values, ElementType type) {
        Tensor out = Tensor.zeros(type, Shape.of(PIXELS));
        if (type.isFloatingPoint()) {
            if (type == ElementType.FLOAT16) {
                for (float v : values) {
                    if (Float.isInfinite(Half.toFloat(Half.fromFloat(v)))) {
                        return null;
                    }
                }
            }
            TensorNumbers.store(values, out);
            return out.storage();
        }
        double least = type.isUnsigned() ? 0 : -StrictMath.pow(2, type.bits() - 1);
        double end = StrictMath.pow(2, type.isUnsigned() ? type.bits() : type.bits() - 1);
        long[] whole = new long[PIXELS];
        for (int p = 0; p < PIXELS; p++) {
            if (values[p] != Math.rint(values[p]) || values[p] < least || values[p] >= end) {
                return null;
            }
            whole[p] = (long) values[p];
        }
        TensorNumbers.store(whole, out);
        return out.storage();
    }

    /** The tensor of a picture; grey pictures are spread over all channels. */
    Tensor tensor(Pixels p, Layout layout, Shape shape) {
        Object out = Tensor.newStorage(type, shape.size());
        int channels = sources.length;
        int area = p.width() * p.height();
        for (int c = 0; c < channels; c++) {
            int from = p.channels() == 1 ? 0 : sources[c];
            int to = layout == Layout.NCHW ? c * area : c;
            int step = layout == Layout.NCHW ? 1 : channels;
            fill(p.data(), from, p.channels(), tables[c], out, to, step, area);
        }
        return Tensor.of(type, shape, out);
    }

    private static void fill(
            byte[] in, int from, int inStep, Object table, Object out, int to, int step, int n) {
        if (table instanceof float[] t) {
            float[] o = (float[]) out;
            for (int i = 0, f = from, a = to; i < n; i++, f += inStep, a += step) {
                o[a] = t[in[f] & 0xff];
            }
        } else if (table instanceof byte[] t) {
            byte[] o = (byte[]) out;
            for (int i = 0, f = from, a = to; i < n; i++, f += inStep, a += step) {
                o[a] = t[in[f] & 0xff];
            }
        } else if (table instanceof short[] t) {
            short[] o = (short[]) out;
            for (int i = 0, f = from, a = to; i < n; i++, f += inStep, a += step) {
                o[a] = t[in[f] & 0xff];
            }
        } else if (table instanceof int[] t) {
            int[] o = (int[]) out;
            for (int i = 0, f = from, a = to; i < n; i++, f += inStep, a += step) {
                o[a] = t[in[f] & 0xff];
            }
        } else if (table instanceof long[] t) {
            long[] o = (long[]) out;
            for (int i = 0, f = from, a = to; i < n; i++, f += inStep, a += step) {
                o[a] = t[in[f] & 0xff];
            }
        } else {
            double[] t = (double[]) table;
            double[] o = (double[]) out;
            for (int i = 0, f = from, a = to; i < n; i++, f += inStep, a += step) {
                o[a] = t[in[f] & 0xff];
            }
        }
    }
}
