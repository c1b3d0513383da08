package io.jquant.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** A file in memory as the decoders of the JDK read it; remembers when they asked for more. */
final class ByteImageInput extends ImageInputStreamImpl {
    private final byte[] file;
    private boolean exhausted;

    ByteImageInput(byte[] file) {
        this.file = file;
    }

    /** Was more read than the file has? */
    boolean exhausted() {
        return exhausted;
    }

    @Override
    public int read() {
        bitOffset = 0;
        if (streamPos >= file.length) {
            exhausted = true;
            return -1;
        }
        return file[(int) streamPos++] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= file.length) {
            exhausted = true;
            return -1;
        }
        int n = Math.min(length, file.length - (int) streamPos);
        System.arraycopy(file, (int) streamPos, to, offset, n);
        streamPos += n;
        return n;
    }

    @Override
    public long length() {
        return file.length;
    }
}
