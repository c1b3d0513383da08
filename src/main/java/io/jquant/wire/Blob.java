package io.jquant.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a file, mapped into memory and read only where they are asked for, or an array.
 *
 * <p>Windows of 2 GiB begin at every GiB, so that any slice of up to one GiB lies within one
 * window.
 */
public final class Blob {
    /** The longest slice. */
    public static final int MAX_SLICE = 1 << 30;

    private final ByteBuffer[] windows;
    private final long size;
    private final Path path;

    private Blob(ByteBuffer[] windows, long size, Path path) {
        this.windows = windows;
        this.size = size;
        this.path = path;
    }

    /** Maps a file. It must not be written to while it is in use. */
    public static Blob map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer[] windows =
                    new ByteBuffer[Math.toIntExact(Math.max(1, (size + MAX_SLICE - 1) >> 30))];
            for (int i = 0; i < windows.length; i++) {
                long from = (long) i << 30;
                long length = Math.min(Integer.MAX_VALUE, size - from);
                windows[i] = channel.map(FileChannel.MapMode.READ_ONLY, from, length);
            }
            return new Blob(windows, size, file);
        }
    }

    /** Bytes in memory, not copied. */
    public static Blob of(byte[] bytes) {
        return new Blob(
                new ByteBuffer[] {ByteBuffer.wrap(bytes).asReadOnlyBuffer()}, bytes.length, null);
    }

    /** Number of bytes. */
    public long size() {
        return size;
    }

    /** The file, or null for an array. */
    public Path path() {
        return path;
    }

    /** The first 2 GiB - 1 bytes or fewer. */
    public ByteBuffer head() {
        return windows[0].duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A part as a read-only little-endian buffer, not copied.
     *
     * @param length at most {@link #MAX_SLICE}
     * @throws IndexOutOfBoundsException when it reaches beyond the end
     */
    public ByteBuffer slice(long offset, int length) {
        if (offset < 0 || length < 0 || length > MAX_SLICE || length > size - offset) {
            throw new IndexOutOfBoundsException(offset + " + " + length + " of " + size);
        }
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        int window = (int) (offset >> 30);
        return windows[window]
                .slice((int) (offset - ((long) window << 30)), length)
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
