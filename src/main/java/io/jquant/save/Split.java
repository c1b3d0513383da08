package io.jquant.save;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A serialized message cut in two where a field of a certain number belongs, so that a long content
 * of that field can be written in between without being held in memory.
 *
 * @param head the fields of lower numbers
 * @param tail the fields of higher numbers
 */
record Split(byte[] head, byte[] tail) {
    /**
     * @param message a message without the field
     * @param field where to cut
     */
    static Split at(MessageLite message, int field) {
        byte[] all = message.toByteArray();
        int cut = 0;
        try {
            CodedInputStream in = CodedInputStream.newInstance(all);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) > field) {
                    break;
                }
                in.skipField(tag);
                cut = in.getTotalBytesRead();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Split(Arrays.copyOfRange(all, 0, cut), Arrays.copyOfRange(all, cut, all.length));
    }

    long size() {
        return (long) head.length + tail.length;
    }
}
