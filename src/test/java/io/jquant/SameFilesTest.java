package io.jquant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jquant.cli.CommandLineTester;
import io.jquant.cli.CommandLineTester.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quantized example model is the same file whatever machine and JDK it is made with. */
class SameFilesTest {
    @TempDir private static Path folder;
    private static String here;

    /** Quantizes to a file and prints its checksum: {@code SameFilesTest$Digest threads folder}. */
    static final class Digest {
        private Digest() {}

        public static void main(String[] args) throws IOException {
            System.out.println(digest(Integer.parseInt(args[0]), Path.of(args[1])));
        }
    }

    private static String digest(int threads, Path in) throws IOException {
        Path out = Files.createTempFile(in, "same", ".onnx");
        Outcome done =
                CommandLineTester.run(
                        "quantize",
                        "models/glyphs.onnx",
                        "--calib",
                        "examples/calib",
                        "--samples",
                        4,
                        "--threads",
                        threads,
                        "-o",
                        out,
                        "-q");
        assertEquals(0, done.code(), done.err());
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(Files.readAllBytes(out)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void makeHere() throws IOException {
        here = digest(1, folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void threadsDoNotShow(int threads) throws IOException {
        assertEquals(here, digest(threads, folder));
    }

    static Stream<ForkedJvm> machines() {
        return Stream.of(
                ForkedJvm.width("scalar"),
                ForkedJvm.width("128"),
                ForkedJvm.width("256"),
                ForkedJvm.width("512"),
                ForkedJvm.withoutFma());
    }

    @ParameterizedTest
    @MethodSource("machines")
    void theMachineDoesNotShow(ForkedJvm jvm) throws IOException {
        assertEquals(List.of(here), jvm.run(Digest.class, 2, folder));
    }

    @Test
    void theJdkDoesNotShow() throws IOException {
        List<ForkedJvm> others = ForkedJvm.otherJdks().toList();
        assumeTrue(!others.isEmpty(), "no other JDK is named by JQUANT_TEST_JDKS");
        for (ForkedJvm jvm : others) {
            assertEquals(List.of(here), jvm.run(Digest.class, 1, folder), jvm::toString);
        }
    }
}
