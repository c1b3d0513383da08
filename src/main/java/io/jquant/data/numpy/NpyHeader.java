package io.jquant.data.numpy;

import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * The head of a {@code .npy} file (NumPy enhancement proposal 1 and {@code numpy.lib.format}):
 * magic, version, length, and a Python dictionary with type, order and shape.
 *
 * @param type how one element lies in the file
 * @param fortran first axis varies fastest
 * @param length bytes of the head
 */
record NpyHeader(NpyType type, boolean fortran, Shape shape, long length) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16;
    private static final int MOST_AXES = 64;

    /**
     * Reads the head and leaves the stream at the first element.
     *
     * @param what the name of the file, for messages
     */
    static NpyHeader read(InputStream stream, String what) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(MAGIC, 0, 6, start, 0, 6)) {
            throw bad(what, "it does not begin with NumPy's mark");
        }
        int major = start[6];
        if (major < 1 || major > 3) {
            throw bad(what, "version " + (major & 0xff) + " of the format is not known");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        byte[] lengthField = in.readNBytes(lengthBytes);
        long length = 0;
        for (int i = lengthField.length - 1; i >= 0; i--) {
            length = length << 8 | (lengthField[i] & 0xff);
        }
        if (lengthField.length < lengthBytes || length > LONGEST) {
            throw bad(what, "its head is damaged");
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw bad(what, "it ends within its head");
        }
        Map<String, Object> fields =
                new PythonLiteral(
                                new String(
                                        text,
                                        major == 3
                                                ? StandardCharsets.UTF_8
                                                : StandardCharsets.ISO_8859_1))
                        .dictionary();
        if (fields == null) {
            throw bad(what, "its head is no dictionary of 'descr', 'fortran_order' and 'shape'");
        }
        return of(fields, 8L + lengthBytes + length, what);
    }

    private static NpyHeader of(Map<String, Object> fields, long length, String what) {
        if (!(fields.get("descr") instanceof String descr)
                || !(fields.get("fortran_order") instanceof Boolean fortran)
                || !(fields.get("shape") instanceof long[] dims)
                || fields.size() != 3) {
            throw bad(
                    what,
                    "its head does not hold just 'descr' (a plain type), 'fortran_order' and"
                            + " 'shape'");
        }
        NpyType type = NpyType.parse(descr);
        if (type == null) {
            throw bad(what, "elements of type '" + descr + "' are not numbers that tensors have");
        }
        if (dims.length > MOST_AXES) {
            throw bad(what, "it has " + dims.length + " axes");
        }
        Shape shape = Shape.of(dims);
        long entries;
        try {
            entries =
                    Math.multiplyExact(shape.size(), (long) Math.max(type.itemSize(), 1))
                            / Math.max(type.itemSize(), 1)
                            * type.type().entriesPerElement();
        } catch (ArithmeticException e) {
            throw bad(what, "its shape " + shape + " is too large");
        }
        if (entries > Tensor.MAX_ELEMENTS) {
            throw bad(what, "its shape " + shape + " is too large");
        }
        return new NpyHeader(type, fortran, shape, length);
    }

    /** Bytes that the elements take. */
    long dataBytes() {
        return shape.size() * type.itemSize();
    }

    static JquantException bad(String what, String why) {
        return Problem.NUMPY_BAD.with(what, why);
    }
}
