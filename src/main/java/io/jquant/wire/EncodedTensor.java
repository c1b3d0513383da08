package io.jquant.wire;

import com.google.protobuf.ByteString;
import io.jquant.proto.TensorProto;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor as a file stores it. It is decoded at first use, and written again in the same form as
 * long as nobody replaces it.
 */
public final class EncodedTensor implements TensorSource {
    private final TensorProto proto;
    private final Payload payload;
    private final ElementType type;
    private final Shape shape;

    /**
     * @param proto the message; what it stores must be checked against type and shape by the caller
     * @param payload the elements where they are kept apart from the message, else null
     */
    public EncodedTensor(TensorProto proto, Payload payload, ElementType type, Shape shape) {
        this.proto = proto;
        this.payload = payload;
        this.type = type;
        this.shape = shape;
    }

    /** The message, without the elements when there is a {@link #payload}. */
    public TensorProto proto() {
        return proto;
    }

    /** The elements where they are kept apart from the message, else null. */
    public Payload payload() {
        return payload;
    }

    /** A tensor that is decoded at first use. */
    public Tensor tensor() {
        return Tensor.lazy(type, shape, this);
    }

    @Override
    public Object read() {
        long elements = shape.size();
        if (Math.multiplyExact(elements, (long) type.entriesPerElement()) > Tensor.MAX_ELEMENTS) {
            throw Problem.TENSOR_TOO_LARGE.with("tensor '" + proto.getName() + "'", elements);
        }
        RawCodec.Bytes raw = raw();
        return raw != null
                ? RawCodec.decode(type, elements, raw)
                : FieldCodec.decode(type, (int) elements, proto);
    }

    /** The bytes of the raw form, or null when the elements are stored one by one. */
    private RawCodec.Bytes raw() {
        if (payload != null) {
            return payload::slice;
        }
        ByteString bytes = proto.getRawData();
        if (bytes.isEmpty()) {
            return null;
        }
        ByteBuffer all = bytes.asReadOnlyByteBuffer().slice();
        return (from, count) -> all.slice((int) from, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Counts the elements that are no finite numbers, without keeping the elements.
     *
     * @throws IllegalArgumentException for types other than FLOAT, DOUBLE, FLOAT16 and BFLOAT16
     */
    public NonFinite nonFinite() {
        RawCodec.Bytes raw = raw();
        if (raw == null) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                RawCodec.encode(tensor(), bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
            raw = (from, count) -> all.slice((int) from, count).order(ByteOrder.LITTLE_ENDIAN);
        }
        return NonFinite.count(type, shape.size(), raw);
    }
}
