package io.jquant.save;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.jquant.proto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A tensor ready to be written.
 *
 * @param message everything but the elements, or everything
 * @param field the field that the elements belong in; 0 when the message is complete
 * @param length number of bytes of the elements
 * @param elements writes them
 */
record TensorContent(TensorProto message, int field, long length, Elements elements) {
    /** Writes bytes of a known number. */
    @FunctionalInterface
    interface Elements {
        void writeTo(OutputStream out) throws IOException;
    }

    static TensorContent whole(TensorProto message) {
        return new TensorContent(message, 0, 0, out -> {});
    }

    /** Size of the serialized message. */
    long size() {
        return message.getSerializedSize()
                + (field == 0
                        ? 0
                        : CodedOutputStream.computeTagSize(field)
                                + CodedOutputStream.computeUInt64SizeNoTag(length)
                                + length);
    }

    /** Writes the serialized message. */
    void writeTo(OutputStream out) throws IOException {
        if (field == 0) {
            message.writeTo(out);
            return;
        }
        Split split = Split.at(message, field);
        out.write(split.head());
        writeLength(out, field, length);
        elements.writeTo(out);
        out.write(split.tail());
    }

    /** The message with its elements in memory. */
    TensorProto toMessage() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(length));
            elements.writeTo(bytes);
            if (field == 0) {
                return message;
            }
            if (field == TensorProto.RAW_DATA_FIELD_NUMBER) {
                return message.toBuilder()
                        .setRawData(ByteString.copyFrom(bytes.toByteArray()))
                        .build();
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            writeLength(packed, field, length);
            bytes.writeTo(packed);
            return message.toBuilder().mergeFrom(packed.toByteArray()).build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the tag and length of a field whose content follows. */
    static void writeLength(OutputStream out, int field, long length) throws IOException {
        CodedOutputStream coded = CodedOutputStream.newInstance(out, 32);
        coded.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        coded.writeUInt64NoTag(length);
        coded.flush();
    }
}
