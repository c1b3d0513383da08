package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.support.Workers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels give the same bits in processes with vectors of every width, without, and by threads. */
class SameBitsTest {
    private static final List<String> HERE = new KernelDigest(Workers.SERIAL).lines();

    @Test
    void threadsDoNotShow() {
        assertEquals(HERE, new KernelDigest(Samples.WORKERS).lines());
    }

    @ParameterizedTest
    @CsvSource({
        "scalar, scalar",
        "128, vectors of 128 bits",
        "256, vectors of 256 bits",
        "512, vectors of 512 bits"
    })
    void widthsDoNotShow(String width, String description) throws Exception {
        List<String> there = run("--add-modules", "jdk.incubator.vector", "-Djquant.simd=" + width);
        assertEquals(description, there.get(0));
        assertEquals(HERE, there.subList(1, there.size()));
    }

    @Test
    void theAbsentModuleDoesNotShow() throws Exception {
        List<String> there = run();
        assertEquals("scalar", there.get(0));
        assertEquals(HERE, there.subList(1, there.size()));
    }

    private static List<String> run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(KernelDigest.class.getName());
        command.add("2");
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            out.lines().forEach(lines::add);
        }
        assertEquals(0, process.waitFor(), () -> String.join("\n", lines));
        assertTrue(lines.size() > 1);
        return lines;
    }
}
