package io.jquant.wire;

import io.jquant.proto.TensorProto;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/** Reads elements from the typed fields of TensorProto, such as {@code float_data}. */
final class FieldCodec {
    private FieldCodec() {}

    /** The array behind a tensor whose field has the right number of entries. */
    static Object decode(ElementType type, int elements, TensorProto proto) {
        Object out = Tensor.newStorage(type, elements);
        switch (type.storage()) {
            case FLOATS -> {
                float[] a = (float[]) out;
                for (int i = 0; i < a.length; i++) {
                    a[i] = proto.getFloatData(i);
                }
            }
            case DOUBLES -> {
                double[] a = (double[]) out;
                for (int i = 0; i < a.length; i++) {
                    a[i] = proto.getDoubleData(i);
                }
            }
            case LONGS -> {
                long[] a = (long[]) out;
                for (int i = 0; i < a.length; i++) {
                    a[i] =
                            type == ElementType.INT64
                                    ? proto.getInt64Data(i)
                                    : proto.getUint64Data(i);
                }
            }
            case INTS -> {
                int[] a = (int[]) out;
                for (int i = 0; i < a.length; i++) {
                    a[i] =
                            type == ElementType.INT32
                                    ? proto.getInt32Data(i)
                                    : (int) proto.getUint64Data(i);
                }
            }
            case SHORTS -> {
                short[] a = (short[]) out;
                for (int i = 0; i < a.length; i++) {
                    a[i] = (short) proto.getInt32Data(i);
                }
            }
            case BYTES -> bytes(type, proto, (byte[]) out);
            case STRINGS -> {
                String[] a = (String[]) out;
                for (int i = 0; i < a.length; i++) {
                    a[i] = proto.getStringData(i).toStringUtf8();
                }
            }
        }
        return out;
    }

    private static void bytes(ElementType type, TensorProto proto, byte[] out) {
        int width = type.bits();
        int perEntry = 8 / width;
        for (int i = 0; i < out.length; i++) {
            int entry = proto.getInt32Data(i / perEntry);
            if (width < 8) {
                out[i] = RawCodec.unpack(type, entry >> (i % perEntry * width));
            } else if (type == ElementType.BOOL) {
                out[i] = (byte) (entry == 0 ? 0 : 1);
            } else {
                out[i] = (byte) entry;
            }
        }
    }
}
