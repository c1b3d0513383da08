package io.jquant.save;

import com.google.protobuf.ByteString;
import io.jquant.proto.SparseTensorProto;
import io.jquant.proto.StringStringEntryProto;
import io.jquant.proto.TensorProto;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.wire.EncodedTensor;
import io.jquant.wire.Payload;
import io.jquant.wire.RawCodec;
import io.jquant.wire.SparseTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Makes messages of tensors: what comes from a file unchanged in its form there, others raw. */
final class TensorWriter {
    /** Smaller tensors stay in the model file. */
    private static final int SMALLEST_EXTERNAL = 1024;

    private static final int CHUNK = 1 << 16;

    private final DataFile data;

    /**
     * @param data where the elements of initializers go; null for the model file
     */
    TensorWriter(DataFile data) {
        this.data = data;
    }

    /** An initializer. */
    TensorContent initializer(Tensor tensor, String name) {
        TensorContent content = content(tensor, name);
        boolean external =
                data != null
                        && tensor.type() != ElementType.STRING
                        && RawCodec.length(tensor) > SMALLEST_EXTERNAL;
        return external ? moveOut(tensor, content) : content;
    }

    /** A tensor of an attribute. */
    TensorProto attribute(Tensor tensor) {
        return content(tensor, null).toMessage();
    }

    /** A sparse initializer that nobody has replaced, or null. */
    static SparseTensorProto sparse(Tensor tensor, String name) {
        if (!(tensor.source() instanceof SparseTensor s)) {
            return null;
        }
        SparseTensorProto proto = s.proto();
        if (proto.getValues().getName().equals(name)) {
            return proto;
        }
        return proto.toBuilder().setValues(proto.getValues().toBuilder().setName(name)).build();
    }

    /**
     * @param name the name to give it, or null to leave the one it has
     */
    private static TensorContent content(Tensor tensor, String name) {
        if (tensor.source() instanceof EncodedTensor e) {
            return encoded(e, name);
        }
        TensorProto.Builder b = TensorProto.newBuilder();
        for (long d : tensor.shape().toArray()) {
            b.addDims(d);
        }
        b.setDataType(tensor.type().code());
        if (name != null) {
            b.setName(name);
        }
        if (tensor.type() == ElementType.STRING) {
            String[] strings = tensor.strings();
            for (int i = 0; i < tensor.size(); i++) {
                b.addStringData(ByteString.copyFromUtf8(strings[i]));
            }
            return TensorContent.whole(b.build());
        }
        return new TensorContent(
                b.build(),
                TensorProto.RAW_DATA_FIELD_NUMBER,
                RawCodec.length(tensor),
                out -> RawCodec.encode(tensor, out));
    }

    private static TensorContent encoded(EncodedTensor e, String name) {
        TensorProto proto = e.proto();
        if (name != null && !proto.getName().equals(name)) {
            proto = proto.toBuilder().setName(name).build();
        }
        Payload p = e.payload();
        if (p == null) {
            return TensorContent.whole(proto);
        }
        if (p.isExternal()) {
            proto = proto.toBuilder().clearExternalData().clearDataLocation().build();
        }
        return new TensorContent(
                proto,
                p.isExternal() ? TensorProto.RAW_DATA_FIELD_NUMBER : p.field(),
                p.length(),
                out -> copy(p, out));
    }

    private static void copy(Payload p, OutputStream out) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, p.length())];
        for (long at = 0; at < p.length(); at += chunk.length) {
            int n = (int) Math.min(chunk.length, p.length() - at);
            ByteBuffer slice = p.slice(at, n);
            slice.get(chunk, 0, n);
            out.write(chunk, 0, n);
        }
    }

    private TensorContent moveOut(Tensor tensor, TensorContent content) {
        TensorContent.Elements raw =
                content.field() == 0 ? out -> RawCodec.encode(tensor, out) : content.elements();
        long length = RawCodec.length(tensor);
        long offset;
        try {
            offset = data.append(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TensorContent.whole(
                content.message().toBuilder()
                        .clearRawData()
                        .clearFloatData()
                        .clearInt32Data()
                        .clearInt64Data()
                        .clearDoubleData()
                        .clearUint64Data()
                        .clearExternalData()
                        .addExternalData(entry("location", data.name()))
                        .addExternalData(entry("offset", Long.toString(offset)))
                        .addExternalData(entry("length", Long.toString(length)))
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .build());
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
