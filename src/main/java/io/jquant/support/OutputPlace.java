package io.jquant.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Where a file is to be written: looked at before the work that it takes. */
public final class OutputPlace {
    private OutputPlace() {}

    /** Why a file cannot be written there; null when nothing speaks against it. */
    public static String fault(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            return "there is no folder " + folder;
        }
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return "it is not a regular file";
        }
        return folder == null || Files.isWritable(folder) ? null : "writing is not permitted";
    }

    /**
     * Ends the work before it begins where its result could not be written.
     *
     * @param inputs files that are read, which no output may replace; null for none
     * @throws JquantException {@link Problem#OUTPUT_UNWRITABLE} or {@link Problem#OUTPUT_IS_INPUT}
     */
    public static void require(Path file, Path... inputs) {
        String fault = fault(file);
        if (fault != null) {
            throw Problem.OUTPUT_UNWRITABLE.with(file, fault);
        }
        if (!Files.exists(file)) {
            return; // and so replaces nothing, however many inputs there are
        }
        for (Path input : inputs) {
            try {
                if (input != null && isSame(file, input)) {
                    throw Problem.OUTPUT_IS_INPUT.with(file);
                }
            } catch (IOException e) {
                throw Problem.OUTPUT_UNWRITABLE.because(e, file, IoReason.of(e));
            }
        }
    }

    /**
     * Ends the work before it begins where one result would replace another.
     *
     * @param outputs files that are to be written; null for none
     * @throws JquantException {@link Problem#OUTPUT_TWICE}
     */
    public static void requireApart(Path... outputs) {
        Set<Path> places = new HashSet<>();
        for (Path output : outputs) {
            if (output != null && !places.add(output.toAbsolutePath().normalize())) {
                throw Problem.OUTPUT_TWICE.with(output);
            }
        }
    }

    /** Are both there, and the same file? */
    public static boolean isSame(Path a, Path b) throws IOException {
        return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
    }
}
