package io.jquant.load;

import com.google.protobuf.CodedOutputStream;
import io.jquant.proto.AttributeProto;
import io.jquant.proto.FunctionProto;
import io.jquant.proto.GraphProto;
import io.jquant.proto.ModelProto;
import io.jquant.proto.NodeProto;
import io.jquant.proto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the elements of large tensors out of a message, so that parsing it neither copies nor reads
 * them. Each is replaced by the field {@link #MARKER}, whose value is an index into {@link #cuts}.
 */
final class PayloadCutter {
    /** The highest field number of protobuf. */
    static final int MARKER = 536870911;

    /** How deep graphs may stand inside graphs. */
    static final int MAX_DEPTH = 64;

    /** Elements of fewer bytes stay where they are. */
    private static final int SMALLEST = 1024;

    private final ByteBuffer bytes;
    private final List<Cut> cuts = new ArrayList<>();

    /** Bytes offset … offset + length - 1 are the content of a field of a TensorProto. */
    record Cut(int field, int offset, int length) {}

    /** The messages on the way to tensors. */
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        FUNCTION,
        TENSOR,
        OTHER;

        Message inField(int number) {
            return switch (this) {
                case MODEL ->
                        switch (number) {
                            case ModelProto.GRAPH_FIELD_NUMBER -> GRAPH;
                            case ModelProto.FUNCTIONS_FIELD_NUMBER -> FUNCTION;
                            default -> OTHER;
                        };
                case GRAPH ->
                        switch (number) {
                            case GraphProto.NODE_FIELD_NUMBER -> NODE;
                            case GraphProto.INITIALIZER_FIELD_NUMBER -> TENSOR;
                            default -> OTHER;
                        };
                case FUNCTION -> number == FunctionProto.NODE_FIELD_NUMBER ? NODE : OTHER;
                case NODE -> number == NodeProto.ATTRIBUTE_FIELD_NUMBER ? ATTRIBUTE : OTHER;
                case ATTRIBUTE ->
                        switch (number) {
                            case AttributeProto.T_FIELD_NUMBER,
                                    AttributeProto.TENSORS_FIELD_NUMBER ->
                                    TENSOR;
                            case AttributeProto.G_FIELD_NUMBER,
                                    AttributeProto.GRAPHS_FIELD_NUMBER ->
                                    GRAPH;
                            default -> OTHER;
                        };
                case TENSOR, OTHER -> OTHER;
            };
        }
    }

    /**
     * @param bytes a whole file
     */
    PayloadCutter(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** What was taken out, in the order of the file. */
    List<Cut> cuts() {
        return cuts;
    }

    /** The model message without the elements of large tensors. */
    byte[] model() throws MalformedException, NestingException {
        byte[] out = cut(Message.MODEL, 0, bytes.limit(), 0);
        return out == null ? copy(0, bytes.limit()) : out;
    }

    /** The message without what was cut out of it, or null when nothing was. */
    private byte[] cut(Message kind, int from, int to, int depth)
            throws MalformedException, NestingException {
        if (depth > MAX_DEPTH) {
            throw new NestingException();
        }
        int payload = kind == Message.TENSOR ? payloadStart(from, to) : -1;
        ByteArrayOutputStream out = null;
        int copied = from;
        WireCursor c = new WireCursor(bytes, from, to);
        while (c.next()) {
            byte[] replacement = null;
            if (c.start() == payload) {
                replacement = varintField(MARKER, cuts.size());
                cuts.add(new Cut(c.field(), c.contentStart(), c.end() - c.contentStart()));
            } else if (c.isLength() && kind.inField(c.field()) != Message.OTHER) {
                Message inner = kind.inField(c.field());
                int below = inner == Message.GRAPH ? depth + 1 : depth;
                byte[] content = cut(inner, c.contentStart(), c.end(), below);
                replacement = content == null ? null : messageField(c.field(), content);
            } else if (kind == Message.TENSOR && c.field() == MARKER) {
                throw new MalformedException("field " + MARKER + " of a tensor is reserved");
            }
            if (replacement != null) {
                out = out == null ? new ByteArrayOutputStream() : out;
                out.writeBytes(copy(copied, c.start()));
                out.writeBytes(replacement);
                copied = c.end();
            }
        }
        if (out == null) {
            return null;
        }
        out.writeBytes(copy(copied, to));
        return out.toByteArray();
    }

    /**
     * Where the field begins that holds all elements of a tensor as little-endian bytes; -1 when
     * there is none or it is small, or when there are several.
     */
    private int payloadStart(int from, int to) throws MalformedException {
        int found = -1;
        WireCursor c = new WireCursor(bytes, from, to);
        while (c.next()) {
            switch (c.field()) {
                case TensorProto.RAW_DATA_FIELD_NUMBER,
                        TensorProto.FLOAT_DATA_FIELD_NUMBER,
                        TensorProto.DOUBLE_DATA_FIELD_NUMBER -> {
                    if (found >= 0 || !c.isLength() || c.end() - c.contentStart() < SMALLEST) {
                        return -1;
                    }
                    found = c.start();
                }
                case TensorProto.INT32_DATA_FIELD_NUMBER,
                        TensorProto.INT64_DATA_FIELD_NUMBER,
                        TensorProto.UINT64_DATA_FIELD_NUMBER,
                        TensorProto.STRING_DATA_FIELD_NUMBER -> {
                    return -1;
                }
                default -> {}
            }
        }
        return found;
    }

    private byte[] copy(int from, int to) {
        byte[] out = new byte[to - from];
        bytes.get(from, out);
        return out;
    }

    private static byte[] varintField(int number, int value) {
        byte[] out = new byte[CodedOutputStream.computeInt32Size(number, value)];
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        try {
            coded.writeInt32(number, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    private static byte[] messageField(int number, byte[] content) {
        byte[] out = new byte[CodedOutputStream.computeByteArraySize(number, content)];
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        try {
            coded.writeByteArray(number, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }
}
