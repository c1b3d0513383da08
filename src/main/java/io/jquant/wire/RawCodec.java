package io.jquant.wire;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The raw form of tensors in files: little endian, row-major; 4- and 2-bit elements packed, the
 * first one in the lowest bits (onnx.proto, {@code raw_data}).
 */
public final class RawCodec {
    /** Array entries handled at once: a multiple of 4, so that packed elements end with a byte. */
    private static final int CHUNK = 1 << 16;

    private RawCodec() {}

    /** Random access to raw bytes. */
    @FunctionalInterface
    interface Bytes {
        /** Little-endian buffer over some of the bytes. */
        ByteBuffer slice(long from, int count);
    }

    /** Number of bytes in the raw form. */
    public static long length(Tensor t) {
        return t.type().bytes(t.shape().size());
    }

    /**
     * The array behind a tensor of this many elements.
     *
     * @throws IllegalArgumentException for strings, which have no raw form
     */
    static Object decode(ElementType type, long elements, Bytes raw) {
        Object out = Tensor.newStorage(type, elements);
        int entries = Math.toIntExact(elements * type.entriesPerElement());
        int entryBits = Math.max(type.bits() / type.entriesPerElement(), 1);
        for (int chunk = 0; chunk <= (entries - 1) / CHUNK && entries > 0; chunk++) {
            int at = chunk * CHUNK;
            int n = Math.min(CHUNK, entries - at);
            ByteBuffer b =
                    raw.slice((long) at * entryBits / 8, (int) (((long) n * entryBits + 7) / 8));
            switch (type.storage()) {
                case FLOATS -> b.asFloatBuffer().get((float[]) out, at, n);
                case DOUBLES -> b.asDoubleBuffer().get((double[]) out, at, n);
                case LONGS -> b.asLongBuffer().get((long[]) out, at, n);
                case INTS -> b.asIntBuffer().get((int[]) out, at, n);
                case SHORTS -> b.asShortBuffer().get((short[]) out, at, n);
                case BYTES -> decodeBytes(type, b, (byte[]) out, at, n);
                case STRINGS -> throw new IllegalArgumentException("strings have no raw form");
            }
        }
        return out;
    }

    private static void decodeBytes(ElementType type, ByteBuffer b, byte[] out, int at, int n) {
        switch (type.bits()) {
            case 4 -> {
                for (int i = 0; i < n; i++) {
                    out[at + i] = unpack(type, b.get(i >> 1) >> ((i & 1) * 4));
                }
            }
            case 2 -> {
                for (int i = 0; i < n; i++) {
                    out[at + i] = unpack(type, b.get(i >> 2) >> ((i & 3) * 2));
                }
            }
            default -> {
                b.get(out, at, n);
                if (type == ElementType.BOOL) {
                    for (int i = at; i < at + n; i++) {
                        out[i] = (byte) (out[i] == 0 ? 0 : 1);
                    }
                }
            }
        }
    }

    /** An element narrower than a byte that stands in the lowest bits of a number. */
    static byte unpack(ElementType type, int bits) {
        int width = type.bits();
        int unused = 32 - width;
        return (byte)
                (type == ElementType.INT4 || type == ElementType.INT2
                        ? bits << unused >> unused
                        : bits & ((1 << width) - 1));
    }

    /**
     * Writes the raw form.
     *
     * @throws IllegalArgumentException for strings, which have no raw form
     */
    public static void encode(Tensor t, OutputStream out) throws IOException {
        ElementType type = t.type();
        Object array = t.storage();
        int entries = Math.toIntExact(t.shape().size() * type.entriesPerElement());
        int entryBits = Math.max(type.bits() / type.entriesPerElement(), 1);
        ByteBuffer b =
                ByteBuffer.allocate((int) (((long) Math.min(CHUNK, entries) * entryBits + 7) / 8))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int chunk = 0; chunk <= (entries - 1) / CHUNK && entries > 0; chunk++) {
            int at = chunk * CHUNK;
            int n = Math.min(CHUNK, entries - at);
            switch (type.storage()) {
                case FLOATS -> b.asFloatBuffer().put((float[]) array, at, n);
                case DOUBLES -> b.asDoubleBuffer().put((double[]) array, at, n);
                case LONGS -> b.asLongBuffer().put((long[]) array, at, n);
                case INTS -> b.asIntBuffer().put((int[]) array, at, n);
                case SHORTS -> b.asShortBuffer().put((short[]) array, at, n);
                case BYTES -> encodeBytes(type, (byte[]) array, at, n, b.array());
                case STRINGS -> throw new IllegalArgumentException("strings have no raw form");
            }
            out.write(b.array(), 0, (int) (((long) n * entryBits + 7) / 8));
        }
    }

    private static void encodeBytes(ElementType type, byte[] array, int at, int n, byte[] out) {
        int width = type.bits();
        if (width == 8) {
            System.arraycopy(array, at, out, 0, n);
            return;
        }
        int perByte = 8 / width;
        int mask = (1 << width) - 1;
        for (int i = 0; i < n; i += perByte) {
            int packed = 0;
            for (int k = 0; k < perByte && i + k < n; k++) {
                packed |= (array[at + i + k] & mask) << (k * width);
            }
            out[i / perByte] = (byte) packed;
        }
    }
}
