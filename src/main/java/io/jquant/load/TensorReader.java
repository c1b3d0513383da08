package io.jquant.load;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.jquant.proto.OptionalProto;
import io.jquant.proto.SequenceProto;
import io.jquant.proto.TensorProto;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.OptionalValue;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import io.jquant.tensor.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads values from files of their own, such as {@code test_data_set_0/input_0.pb}. */
public final class TensorReader {
    private static final int RECURSION_LIMIT = 20;

    private final String file;
    private final TensorFactory tensors;

    private TensorReader(String file) {
        this.file = file;
        this.tensors = new TensorFactory(file);
    }

    /**
     * The tensor in a file that holds one {@code TensorProto}.
     *
     * @throws JquantException of kind {@code DATA} when the file is missing or holds no tensor
     */
    public static Tensor read(Path file) {
        TensorReader reader = new TensorReader(file.toString());
        return reader.tensor(bytes(file));
    }

    /**
     * The value in a file. The file does not say what it holds: tensors, sequences and optionals
     * are stored as different messages.
     *
     * @param type the type of the graph input or output that the value belongs to; null for a
     *     tensor
     * @throws JquantException of kind {@code DATA} when the file is missing or does not hold that
     */
    public static RuntimeValue read(Path file, ValueType type) {
        TensorReader reader = new TensorReader(file.toString());
        byte[] bytes = bytes(file);
        if (type instanceof ValueType.SequenceType) {
            return reader.sequence(reader.parse(SequenceProto.parser(), bytes), type);
        }
        if (type instanceof ValueType.OptionalType o) {
            return reader.optional(reader.parse(OptionalProto.parser(), bytes), o.element());
        }
        if (type == null || type instanceof ValueType.TensorType) {
            return reader.tensor(bytes);
        }
        throw reader.invalid("values of type " + type + " cannot be read", null);
    }

    /** As {@link #read(Path)}, of bytes in memory. */
    static Tensor parse(String name, byte[] bytes) {
        return new TensorReader(name).tensor(bytes);
    }

    private Tensor tensor(byte[] bytes) {
        return tensors.make(parse(TensorProto.parser(), bytes), "tensor");
    }

    private TensorSequence sequence(SequenceProto proto, ValueType type) {
        boolean plain =
                proto.getSparseTensorValuesCount() == 0
                        && proto.getSequenceValuesCount() == 0
                        && proto.getMapValuesCount() == 0
                        && proto.getOptionalValuesCount() == 0;
        if (!plain) {
            throw invalid("a sequence of something else than tensors", null);
        }
        List<Tensor> elements = new ArrayList<>();
        for (TensorProto t : proto.getTensorValuesList()) {
            elements.add(tensors.make(t, "element " + elements.size()));
        }
        ElementType element = null;
        if (!elements.isEmpty()) {
            element = elements.get(0).type();
        } else if (type instanceof ValueType.SequenceType s
                && s.element() instanceof ValueType.TensorType t) {
            element = t.element();
        }
        return new TensorSequence(element, elements);
    }

    private OptionalValue optional(OptionalProto proto, ValueType type) {
        if (proto.hasTensorValue()) {
            return new OptionalValue(tensors.make(proto.getTensorValue(), "tensor"));
        }
        if (proto.hasSequenceValue()) {
            return new OptionalValue(sequence(proto.getSequenceValue(), type));
        }
        if (proto.getElemType() == 0) {
            return OptionalValue.EMPTY;
        }
        throw invalid("an optional of something else than a tensor or a sequence", null);
    }

    private <T extends MessageLite> T parse(Parser<T> parser, byte[] bytes) {
        try {
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            in.enableAliasing(true);
            in.setRecursionLimit(RECURSION_LIMIT);
            T message = parser.parseFrom(in);
            in.checkLastTagWas(0);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw invalid("these bytes are no tensor", e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > Integer.MAX_VALUE - 8) {
                throw Problem.TENSOR_FILE_INVALID.with(file, "tensor", "larger than 2 GiB");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Problem.TENSOR_FILE_INVALID.because(
                    e, file, "tensor", "the file is missing or cannot be read");
        }
    }

    private RuntimeException invalid(String why, Exception cause) {
        return Problem.TENSOR_FILE_INVALID.because(cause, file, "tensor", why);
    }
}
