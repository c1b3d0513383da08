package io.jquant.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Text files that appear whole or not at all. */
public final class OutputText {
    private OutputText() {}

    /**
     * Writes a file beside its target and renames it when it is complete.
     *
     * @throws JquantException {@link Problem#OUTPUT_UNWRITABLE}
     */
    public static void write(Path file, String text) {
        OutputPlace.require(file);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw Problem.OUTPUT_UNWRITABLE.because(e, file, IoReason.of(e));
        }
    }
}
