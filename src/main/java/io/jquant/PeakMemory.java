package io.jquant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process has taken of the machine's memory. */
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private PeakMemory() {}

    /**
     * The largest resident size so far in bytes; 0 where the system does not tell (it is Linux's to
     * know).
     */
    static long bytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0; // a figure of the summary, nothing that a result depends on
        }
    }
}
