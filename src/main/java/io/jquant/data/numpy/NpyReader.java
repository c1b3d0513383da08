package io.jquant.data.numpy;

import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads {@code .npy} files of all versions: C and Fortran order, both byte orders, bool, signed and
 * unsigned integers of 8 to 64 bits, floats of 16 to 64 bits, complex numbers and Unicode strings.
 * Nothing is allocated that the file does not back.
 */
public final class NpyReader {
    private static final int CHUNK = 1 << 16;

    private NpyReader() {}

    /**
     * The array in a file.
     *
     * @throws io.jquant.support.JquantException {@code NUMPY_BAD} when it is no NumPy file, is
     *     damaged, or holds something else than numbers; {@code DATA_UNREADABLE}
     */
    public static Tensor read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
            return read(in, Files.size(file), file.toString());
        } catch (IOException e) {
            throw Problem.DATA_UNREADABLE.because(e, file, IoReason.of(e));
        }
    }

    /**
     * The array in a stream.
     *
     * @param length bytes that the stream has
     * @param what the name of the file, for messages
     */
    static Tensor read(InputStream in, long length, String what) throws IOException {
        NpyHeader head = NpyHeader.read(in, what);
        long have = length - head.length();
        long need = head.dataBytes();
        if (have != need) {
            throw NpyHeader.bad(
                    what,
                    "its shape " + head.shape() + " needs " + need + " bytes, it holds " + have);
        }
        Object storage = elements(in, head, what);
        if (head.fortran() && head.shape().rank() > 1) {
            storage = FortranOrder.toRowMajor(storage, head.type().type(), head.shape());
        }
        return Tensor.of(head.type().type(), head.shape(), storage);
    }

    private static Object elements(InputStream in, NpyHeader head, String what) throws IOException {
        NpyType t = head.type();
        int n = Math.toIntExact(head.shape().size());
        Object out = Tensor.newStorage(t.type(), n);
        if (t.itemSize() == 0) {
            Arrays.fill((String[]) out, "");
            return out;
        }
        int perChunk = Math.max(1, CHUNK / t.itemSize());
        byte[] bytes = new byte[Math.min(perChunk, Math.max(n, 1)) * t.itemSize()];
        for (int done = 0; done < n; ) {
            int count = Math.min(perChunk, n - done);
            int want = count * t.itemSize();
            if (in.readNBytes(bytes, 0, want) < want) {
                throw NpyHeader.bad(what, "it ends before its last element");
            }
            decode(ByteBuffer.wrap(bytes, 0, want).order(t.order()), t, out, done, count);
            done += count;
        }
        return out;
    }

    private static void decode(ByteBuffer from, NpyType t, Object out, int at, int count) {
        int entries = t.type().entriesPerElement();
        switch (t.type().storage()) {
            case FLOATS -> from.asFloatBuffer().get((float[]) out, at * entries, count * entries);
            case DOUBLES ->
                    from.asDoubleBuffer().get((double[]) out, at * entries, count * entries);
            case LONGS -> from.asLongBuffer().get((long[]) out, at, count);
            case INTS -> from.asIntBuffer().get((int[]) out, at, count);
            case SHORTS -> from.asShortBuffer().get((short[]) out, at, count);
            case BYTES -> {
                from.get((byte[]) out, at, count);
                if (t.type() == ElementType.BOOL) {
                    normalizeBools((byte[]) out, at, count);
                }
            }
            case STRINGS -> strings(from, t.itemSize() / 4, (String[]) out, at, count);
        }
    }

    private static void normalizeBools(byte[] out, int at, int count) {
        for (int i = at; i < at + count; i++) {
            out[i] = (byte) (out[i] == 0 ? 0 : 1);
        }
    }

    /** UTF-32, padded with zeros; what is no code point becomes U+FFFD. */
    private static void strings(ByteBuffer from, int length, String[] out, int at, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.setLength(0);
            for (int c = 0; c < length; c++) {
                int point = from.getInt();
                text.appendCodePoint(Character.isValidCodePoint(point) ? point : 0xFFFD);
            }
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == 0) {
                end--;
            }
            out[at + i] = text.substring(0, end);
        }
    }

    /** Elements with the first axis varying fastest, brought into row-major order. */
    private static final class FortranOrder {
        private FortranOrder() {}

        static Object toRowMajor(Object in, ElementType type, Shape shape) {
            int rank = shape.rank();
            int n = Math.toIntExact(shape.size());
            int width = type.entriesPerElement();
            Object out = Tensor.newStorage(type, n);
            int[] dims = shape.toIntArray();
            int[] strides = new int[rank];
            int stride = 1;
            for (int d = 0; d < rank && n > 0; d++) {
                strides[d] = stride;
                stride *= dims[d];
            }
            int[] index = new int[rank];
            int from = 0;
            for (int to = 0; to < n; to++) {
                move(in, from, out, to, width);
                for (int d = rank - 1; d >= 0; d--) {
                    from += strides[d];
                    if (++index[d] < dims[d]) {
                        break;
                    }
                    from -= strides[d] * dims[d];
                    index[d] = 0;
                }
            }
            return out;
        }

        @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of the same type
        private static void move(Object in, int from, Object out, int to, int width) {
            if (in instanceof float[] f && width == 1) {
                ((float[]) out)[to] = f[from];
            } else {
                System.arraycopy(in, from * width, out, to * width, width);
            }
        }
    }
}
