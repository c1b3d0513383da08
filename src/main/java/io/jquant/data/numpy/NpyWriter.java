package io.jquant.data.numpy;

import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Writes {@code .npy} files: version 1.0, little-endian, C order. Types that NumPy does not have
 * are written wider: bfloat16 and the float formats of at most 8 bits as float32, 4- and 2-bit
 * integers as 8-bit ones.
 */
public final class NpyWriter {
    private static final int CHUNK = 1 << 16;
    private static final int ALIGNMENT = 64;

    private NpyWriter() {}

    /**
     * Writes a tensor to a file, under another name first, so that no half-written file is left.
     *
     * @throws io.jquant.support.JquantException {@code OUTPUT_UNWRITABLE}
     */
    public static void write(Path file, Tensor tensor) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), CHUNK)) {
                write(out, tensor);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(part);
                throw e;
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Problem.OUTPUT_UNWRITABLE.because(e, file, IoReason.of(e));
        }
    }

    /** Writes a tensor to a stream, which is left open. */
    public static void write(OutputStream out, Tensor tensor) throws IOException {
        Tensor t = widened(tensor);
        int textLength = t.type() == ElementType.STRING ? longestText(t) : 0;
        out.write(header(NpyType.descr(t.type(), textLength), t.shape()));
        if (t.type() == ElementType.STRING) {
            writeTexts(out, t, textLength);
        } else {
            writeNumbers(out, t);
        }
    }

    private static Tensor widened(Tensor t) {
        ElementType type = t.type();
        boolean known = type == ElementType.FLOAT16 || !type.isFloatingPoint();
        return known || type == ElementType.DOUBLE || type == ElementType.FLOAT
                ? t
                : Tensor.of(t.shape(), TensorNumbers.floats(t));
    }

    private static byte[] header(String descr, Shape shape) {
        String dims =
                LongStream.of(shape.toArray())
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(", "));
        String text =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
                        .formatted(descr, dims, shape.rank() == 1 ? "," : "");
        int total = (10 + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
        out.put((byte) 1).put((byte) 0).putShort((short) (total - 10));
        out.put(text.getBytes(StandardCharsets.ISO_8859_1));
        while (out.position() < total - 1) {
            out.put((byte) ' ');
        }
        out.put((byte) '\n');
        return out.array();
    }

    private static void writeNumbers(OutputStream out, Tensor t) throws IOException {
        int entries = t.size() * t.type().entriesPerElement();
        int width = Math.max(1, t.type().bits() / 8 / t.type().entriesPerElement());
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        int most = CHUNK / width;
        for (int at = 0; at < entries; at += most) {
            int n = Math.min(most, entries - at);
            chunk.clear();
            switch (t.type().storage()) {
                case FLOATS -> chunk.asFloatBuffer().put(t.floats(), at, n);
                case DOUBLES -> chunk.asDoubleBuffer().put(t.doubles(), at, n);
                case LONGS -> chunk.asLongBuffer().put(t.longs(), at, n);
                case INTS -> chunk.asIntBuffer().put(t.ints(), at, n);
                case SHORTS -> chunk.asShortBuffer().put(t.shorts(), at, n);
                case BYTES -> chunk.put(t.bytes(), at, n);
                case STRINGS -> throw new IllegalStateException("strings are written elsewhere");
            }
            out.write(chunk.array(), 0, n * width);
        }
    }

    private static int longestText(Tensor t) {
        int longest = 1; // NumPy has no use for strings of length 0
        for (int i = 0; i < t.size(); i++) {
            String s = t.strings()[i];
            longest = Math.max(longest, s == null ? 0 : s.codePointCount(0, s.length()));
        }
        return longest;
    }

    private static void writeTexts(OutputStream out, Tensor t, int length) throws IOException {
        ByteBuffer item =
                ByteBuffer.allocate(Math.multiplyExact(4, length)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < t.size(); i++) {
            item.clear();
            String s = t.strings()[i];
            if (s != null) {
                s.codePoints().forEach(item::putInt);
            }
            while (item.hasRemaining()) {
                item.putInt(0);
            }
            out.write(item.array());
        }
    }
}
