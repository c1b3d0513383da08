package io.jquant.data.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.BFloat16;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    /** Heads are padded with blanks, so the fixtures that NumPy wrote keep only what matters. */
    private static byte[] file(int version, String head, String base64Data) {
        byte[] text = (head + " ".repeat(20) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        out.write(text.length);
        out.write(0);
        if (version > 1) {
            out.write(0);
            out.write(0);
        }
        out.writeBytes(text);
        out.writeBytes(Base64.getDecoder().decode(base64Data));
        return out.toByteArray();
    }

    private static Tensor read(byte[] file) throws IOException {
        return NpyReader.read(new ByteArrayInputStream(file), file.length, "x.npy");
    }

    private static byte[] written(Tensor t) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyWriter.write(out, t);
        return out.toByteArray();
    }

    @Test
    void readsAllVersionsOfTheFormat() throws IOException {
        String head = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
        String data = "AAAAAAAAgD8AAABAAABAQAAAgEAAAKBA";
        for (int version = 1; version <= 3; version++) {
            Tensor t = read(file(version, head, data));
            assertEquals(Shape.of(2, 3), t.shape());
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, t.floats());
        }
    }

    @Test
    void bringsFortranOrderIntoRows() throws IOException {
        String head = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }";
        Tensor t = read(file(1, head, "AAAAAAAAQEAAAIA/AACAQAAAAEAAAKBA"));
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, t.floats());
    }

    @Test
    void bringsFortranOrderOfThreeAxesIntoRows() throws IOException {
        byte[] data = new byte[2 * 3 * 4];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 4; k++) {
                    data[i + 2 * j + 6 * k] = (byte) (12 * i + 4 * j + k);
                }
            }
        }
        String head = "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3, 4)}";
        Tensor t = read(file(1, head, Base64.getEncoder().encodeToString(data)));
        for (int i = 0; i < 24; i++) {
            assertEquals(i, t.bytes()[i]);
        }
    }

    @Test
    void readsBigEndianNumbers() throws IOException {
        String head = "{'descr': '>i2', 'fortran_order': False, 'shape': (2, 3), }";
        Tensor t = read(file(1, head, "AAAAAQACAAMABAAF"));
        assertEquals(ElementType.INT16, t.type());
        assertArrayEquals(new short[] {0, 1, 2, 3, 4, 5}, t.shorts());
    }

    @Test
    void readsHalfsScalarsEmptyArraysAndText() throws IOException {
        String half = "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }";
        Tensor h = read(file(3, half, "AAAAPABAAEIARABF"));
        assertEquals(ElementType.FLOAT16, h.type());
        assertEquals(0x4500, h.shorts()[5]);
        String scalar = "{'descr': '<f8', 'fortran_order': False, 'shape': (), }";
        Tensor s = read(file(1, scalar, "AAAAAAAABEA="));
        assertEquals(0, s.rank());
        assertEquals(2.5, s.doubles()[0]);
        String empty = "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }";
        assertEquals(Shape.of(0, 3), read(file(1, empty, "")).shape());
        String text = "{'descr': '<U3', 'fortran_order': False, 'shape': (2,), }";
        Tensor u = read(file(1, text, "YQAAAGIAAAAAAAAA/AAAAKwgAABjAAAA"));
        assertArrayEquals(new String[] {"ab", "ü€c"}, u.strings());
    }

    @Test
    void boolsAreZeroOrOne() throws IOException {
        String head = "{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }";
        assertArrayEquals(new byte[] {0, 1, 1}, read(file(1, head, "AAH/")).bytes());
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeComesBackAsItWent(ElementType type) throws IOException {
        Tensor t = Tensor.zeros(type, Shape.of(2, 3));
        switch (type.storage()) {
            case FLOATS -> t.floats()[4] = -1.5f;
            case DOUBLES -> t.doubles()[4] = 1e300;
            case LONGS -> t.longs()[4] = Long.MIN_VALUE + 3;
            case INTS -> t.ints()[4] = Integer.MIN_VALUE + 3;
            case SHORTS -> t.shorts()[4] = BFloat16.fromFloat(3.5f);
            case BYTES -> t.bytes()[4] = 1;
            case STRINGS -> Arrays.fill(t.strings(), "wörd");
        }
        Tensor back = read(written(t));
        assertEquals(t.shape(), back.shape());
        ElementType wider =
                switch (type) {
                    case INT4, INT2 -> ElementType.INT8;
                    case UINT4, UINT2 -> ElementType.UINT8;
                    case BFLOAT16,
                            FLOAT8E4M3FN,
                            FLOAT8E4M3FNUZ,
                            FLOAT8E5M2,
                            FLOAT8E5M2FNUZ,
                            FLOAT4E2M1,
                            FLOAT8E8M0 ->
                            ElementType.FLOAT;
                    default -> type;
                };
        assertEquals(wider, back.type());
        if (type == ElementType.BFLOAT16) {
            assertEquals(3.5f, back.floats()[4]);
        } else if (wider == type) {
            assertTrue(
                    Arrays.deepEquals(new Object[] {t.storage()}, new Object[] {back.storage()}));
        }
    }

    @Test
    void headIsAlignedAndWrittenAsNumPyWritesIt() throws IOException {
        byte[] file = written(Tensor.of(Shape.of(1, 3), 1f, 2f, 3f));
        assertEquals(128 + 12, file.length);
        String head = new String(file, 10, 118, StandardCharsets.ISO_8859_1);
        assertTrue(head.startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }"));
        assertTrue(head.endsWith("\n"));
        String one = new String(written(Tensor.vector(7)), 10, 118, StandardCharsets.ISO_8859_1);
        assertTrue(one.contains("'shape': (1,), }"), one);
        String none = new String(written(Tensor.scalar(7f)), 10, 118, StandardCharsets.ISO_8859_1);
        assertTrue(none.contains("'shape': (), }"), none);
    }

    @Test
    void arraysLongerThanTheTensorDoNotLeakIntoTheFile() throws IOException {
        Tensor t = Tensor.of(ElementType.FLOAT, Shape.of(2), new float[] {1, 2, 99, 99});
        assertArrayEquals(new float[] {1, 2}, read(written(t)).floats());
    }

    @Test
    void largeArraysComeBackWhole() throws IOException {
        float[] values = new float[100_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.5f;
        }
        assertArrayEquals(values, read(written(Tensor.of(Shape.of(100_003), values))).floats());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000, 1000000000)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
                "{'descr': '|O', 'fortran_order': False, 'shape': (3,)}",
                "{'descr': '|V12', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<U999999999', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 3)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': 3}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'more': True}",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (3,)}",
                "{'descr': '<f4', 'shape': (3,)}",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3,)}",
                "{'descr': '<f4' 'fortran_order': False 'shape': (3,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} evil()",
                "{'descr: '<f4', 'fortran_order': False, 'shape': (3,)}",
                "{",
                "__import__('os')",
                ""
            })
    void headsThatLieAreRefused(String head) {
        byte[] file = file(1, head, "AAAAAAAAAAAAAAAA"); // twelve bytes of data
        JquantException e = assertThrows(JquantException.class, () -> read(file));
        assertEquals(Problem.NUMPY_BAD, e.problem());
        assertTrue(e.getMessage().startsWith("x.npy: not a NumPy file"), e.getMessage());
    }

    @Test
    void theMessageSaysWhatIsMissing() {
        byte[] file =
                file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (4,)}", "AAAAAA==");
        JquantException e = assertThrows(JquantException.class, () -> read(file));
        assertTrue(
                e.getMessage().contains("its shape [4] needs 16 bytes, it holds 4"),
                e.getMessage());
    }

    @Test
    void filesThatAreCutOffAreRefused() throws IOException {
        byte[] whole = written(Tensor.of(Shape.of(3), 1f, 2f, 3f));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(JquantException.class, () -> read(cut), "length " + length);
        }
        byte[] version9 = whole.clone();
        version9[6] = 9;
        assertThrows(JquantException.class, () -> read(version9));
    }

    @Test
    void writesFilesWholeOrNotAtAll(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("y.npy");
        NpyWriter.write(file, Tensor.vector(1, 2));
        NpyWriter.write(file, Tensor.vector(3));
        assertArrayEquals(new long[] {3}, NpyReader.read(file).toLongs());
        assertFalse(Files.exists(dir.resolve("y.npy.part")));
        Path impossible = dir.resolve("none").resolve("y.npy");
        JquantException e =
                assertThrows(
                        JquantException.class, () -> NpyWriter.write(impossible, Tensor.scalar(1)));
        assertEquals(Problem.OUTPUT_UNWRITABLE, e.problem());
    }
}
