package io.jquant.wire;

import java.nio.ByteBuffer;

/**
 * The elements of a tensor as a range of a file, little endian.
 *
 * @param blob the model file, or a file of external data
 * @param field number of the field of TensorProto whose content this is; {@link #EXTERNAL} for
 *     external data
 */
public record Payload(Blob blob, long offset, long length, int field) {
    /** In place of a field number: the elements are outside the model file. */
    public static final int EXTERNAL = 0;

    public boolean isExternal() {
        return field == EXTERNAL;
    }

    /** Some of the bytes. */
    public ByteBuffer slice(long from, int count) {
        if (from < 0 || count > length - from) {
            throw new IndexOutOfBoundsException(from + " + " + count + " of " + length);
        }
        return blob.slice(offset + from, count);
    }
}
