package io.jquant.save;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The file of external data that belongs to a model file being written. */
final class DataFile {
    /** Tensors begin at multiples of this many bytes, so that runtimes can map them. */
    private static final int ALIGNMENT = 64;

    private final String name;
    private final Counting out;

    private static final class Counting extends FilterOutputStream {
        private long written;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            written++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            written += length;
        }
    }

    /**
     * @param name the file as the model, which lies beside it, names it
     */
    DataFile(String name, OutputStream out) {
        this.name = name;
        this.out = new Counting(out);
    }

    String name() {
        return name;
    }

    /** Writes the elements of a tensor and tells where they begin. */
    long append(TensorContent.Elements elements) throws IOException {
        int gap = (int) (-out.written & (ALIGNMENT - 1));
        out.write(new byte[gap]);
        long offset = out.written;
        elements.writeTo(out);
        return offset;
    }
}
