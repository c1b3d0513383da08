package io.jquant.save;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is written beside its target under the name {@code TARGET.part} and gets its name
 * when it is complete. Closed before that, it leaves nothing behind.
 */
final class OutputFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final Path part;
    private final OutputStream out;
    private boolean complete;

    OutputFile(Path target) throws IOException {
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER);
    }

    OutputStream stream() {
        return out;
    }

    /** Everything is written: the file takes its name, in place of what was there. */
    void complete() throws IOException {
        out.close();
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        complete = true;
    }

    @Override
    public void close() throws IOException {
        if (!complete) {
            out.close();
            Files.deleteIfExists(part);
        }
    }
}
