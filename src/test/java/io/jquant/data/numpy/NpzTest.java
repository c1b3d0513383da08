package io.jquant.data.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    /** What {@code numpy.savez_compressed} wrote: x of float32 [2,3], a/b:0 of int64 [2]. */
    private static final String NUMPY =
            "UEsDBC0AAAAIAAAAIQBP6QAq//////////8FABQAeC5ucHkBABAAmAAAAAAAAABVAAAAAAAAAJvsF+obEMnI"
                    + "UMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1"
                    + "CmQDLgYwaLAHEg5ABMQNQLzAAQBQSwMELQAAAAgAAAAhAAz8HOn//////////wkAFABhL2I6MC5u"
                    + "cHkBABAAkAAAAAAAAABKAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSY"
                    + "F59flJIKEndLzClOBYoXZyQWpAL5GkY6mjoKtQoUAC5GBghggtIAUEsBAi0DLQAAAAgAAAAhAE/p"
                    + "ACpVAAAAmAAAAAUAAAAAAAAAAAAAAIABAAAAAHgubnB5UEsBAi0DLQAAAAgAAAAhAAz8HOlKAAAA"
                    + "kAAAAAkAAAAAAAAAAAAAAIABjAAAAGEvYjowLm5weVBLBQYAAAAAAgACAGoAAAARAQAAAAA=";

    @TempDir Path dir;

    private static byte[] npy(Tensor t) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyWriter.write(out, t);
        return out.toByteArray();
    }

    @Test
    void readsWhatNumPyWrote() throws IOException {
        Path file = dir.resolve("a.npz");
        Files.write(file, Base64.getDecoder().decode(NUMPY));
        try (Npz npz = Npz.open(file)) {
            assertEquals(List.of("x", "a/b:0"), List.copyOf(npz.names()));
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, npz.read("x").floats());
            assertArrayEquals(new long[] {1, 2}, npz.read("a/b:0").toLongs());
        }
    }

    @Test
    void readsStoredArrays() throws IOException {
        Path file = dir.resolve("s.npz");
        byte[] content = npy(Tensor.of(Shape.of(2), 7f, 8f));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            ZipEntry e = new ZipEntry("x.npy");
            e.setMethod(ZipEntry.STORED);
            e.setSize(content.length);
            CRC32 crc = new CRC32();
            crc.update(content);
            e.setCrc(crc.getValue());
            zip.putNextEntry(e);
            zip.write(content);
            zip.putNextEntry(new ZipEntry("readme.txt"));
        }
        try (Npz npz = Npz.open(file)) {
            assertEquals(List.of("x"), List.copyOf(npz.names()));
            assertArrayEquals(new float[] {7, 8}, npz.read("x").floats());
        }
    }

    @Test
    void filesThatAreNoZipAreRefused() throws IOException {
        Path file = dir.resolve("t.npz");
        Files.writeString(file, "no zip");
        assertEquals(
                Problem.NUMPY_BAD,
                assertThrows(JquantException.class, () -> Npz.open(file)).problem());
        assertEquals(
                Problem.DATA_UNREADABLE,
                assertThrows(JquantException.class, () -> Npz.open(dir.resolve("none.npz")))
                        .problem());
    }

    @Test
    void theArrayIsNamedWhenItIsBad() throws IOException {
        Path file = dir.resolve("b.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write("not numpy".getBytes(StandardCharsets.ISO_8859_1));
        }
        try (Npz npz = Npz.open(file)) {
            JquantException e = assertThrows(JquantException.class, () -> npz.read("x"));
            assertTrue(e.getMessage().contains("b.npz, array 'x': not a NumPy"), e.getMessage());
        }
    }

    @Test
    void sizesThatTheZipOnlyClaimsAreNotAllocated() throws IOException {
        Path file = dir.resolve("c.npz");
        byte[] bytes = Base64.getDecoder().decode(NUMPY);
        // The size of x in the central directory, 24 bytes behind its mark: 2 GB instead of 152.
        int central = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
        bytes[central + 27] = 0x7f;
        Files.write(file, bytes);
        try (Npz npz = Npz.open(file)) {
            JquantException e = assertThrows(JquantException.class, () -> npz.read("x"));
            assertEquals(Problem.NUMPY_BAD, e.problem());
        }
    }

    @Test
    void damagedBytesNeverDoWorseThanARefusal() throws IOException {
        byte[] whole = Base64.getDecoder().decode(NUMPY);
        Path file = dir.resolve("d.npz");
        for (int at = 0; at < whole.length; at++) {
            byte[] bad = whole.clone();
            bad[at] ^= (byte) 0xff;
            Files.write(file, bad);
            try (Npz npz = Npz.open(file)) {
                for (String name : npz.names()) {
                    npz.read(name);
                }
            } catch (JquantException e) {
                assertTrue(e.getMessage().contains("d.npz"));
            }
        }
    }

    private static int indexOf(byte[] in, byte[] what) {
        for (int i = 0; ; i++) {
            if (java.util.Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
    }
}
