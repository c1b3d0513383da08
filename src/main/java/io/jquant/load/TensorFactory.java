package io.jquant.load;

import com.google.protobuf.UnknownFieldSet;
import io.jquant.load.PayloadCutter.Cut;
import io.jquant.proto.SparseTensorProto;
import io.jquant.proto.TensorProto;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.wire.Blob;
import io.jquant.wire.DataField;
import io.jquant.wire.EncodedTensor;
import io.jquant.wire.Payload;
import io.jquant.wire.SparseTensor;
import java.util.List;
import java.util.Locale;

/**
 * Makes tensors of messages. Everything is checked here but the elements themselves, which are read
 * at first use.
 */
final class TensorFactory {
    /** A sparse tensor may have so many elements per stored one, or {@link #SPARSE_FREE}. */
    private static final long SPARSE_FACTOR = 1024;

    private static final long SPARSE_FREE = 1 << 24;

    private final Problem invalid;
    private final Problem unsupported;
    private final String file;
    private final Blob blob;
    private final List<Cut> cuts;
    private final boolean[] claimed;
    private final ExternalData external;

    /**
     * For the tensors of a model.
     *
     * @param file for messages
     * @param blob what the cuts refer to
     */
    TensorFactory(String file, Blob blob, List<Cut> cuts, ExternalData external) {
        this.invalid = Problem.TENSOR_INVALID;
        this.unsupported = Problem.TENSOR_UNSUPPORTED;
        this.file = file;
        this.blob = blob;
        this.cuts = cuts;
        this.claimed = new boolean[cuts.size()];
        this.external = external;
    }

    /** For tensors of a file of data, from which nothing is cut out. */
    TensorFactory(String file) {
        this.invalid = Problem.TENSOR_FILE_INVALID;
        this.unsupported = Problem.TENSOR_FILE_INVALID;
        this.file = file;
        this.blob = Blob.of(new byte[0]);
        this.cuts = List.of();
        this.claimed = new boolean[0];
        this.external = new ExternalData(file, null);
    }

    /**
     * The tensor of a message.
     *
     * @param label what it is, for messages
     */
    Tensor make(TensorProto message, String label) {
        Payload cut = claim(message, label);
        TensorProto proto = cut == null ? message : withoutMarker(message);
        ElementType type = type(proto, label);
        if (proto.hasSegment()) {
            throw unsupported(label, "is stored in segments");
        }
        Shape shape = shape(proto.getDimsList(), label);
        Payload payload;
        try {
            payload =
                    proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL
                            ? external(proto, cut, type, shape, label)
                            : stored(proto, cut, type, shape, label);
        } catch (ArithmeticException e) {
            throw invalid.because(
                    e, file, label, "the number of elements of " + shape + " overflows");
        }
        return new EncodedTensor(proto, payload, type, shape).tensor();
    }

    private ElementType type(TensorProto proto, String label) {
        ElementType type = ElementType.ofCode(proto.getDataType());
        if (type == null && proto.getDataType() == 0) {
            throw invalid(label, "has no element type");
        }
        if (type == null) {
            throw unsupported(label, "element type " + proto.getDataType() + " is not known");
        }
        return type;
    }

    private Shape shape(List<Long> dims, String label) {
        long[] sizes = new long[dims.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = dims.get(i);
            if (sizes[i] < 0) {
                throw invalid(label, "axis " + i + " has the negative size " + sizes[i]);
            }
        }
        return Shape.of(sizes);
    }

    private Payload external(
            TensorProto proto, Payload cut, ElementType type, Shape shape, String label) {
        if (type == ElementType.STRING) {
            throw invalid(label, "strings cannot be external data");
        }
        for (DataField f : DataField.values()) {
            if (cut != null || f.count(proto) > 0) {
                throw invalid(label, "is stored both in the file and as external data");
            }
        }
        return external.payload(proto, label, type.bytes(shape.size()));
    }

    private Payload stored(
            TensorProto proto, Payload cut, ElementType type, Shape shape, String label) {
        DataField field = null;
        long count = 0;
        for (DataField f : DataField.values()) {
            long n = f.count(proto);
            if (cut != null && cut.field() == f.number()) {
                n = cut.length() / bytesPerEntry(f);
                if (cut.length() % bytesPerEntry(f) != 0) {
                    throw invalid(label, f.label() + " ends inside an element");
                }
            }
            if (n > 0 && field != null) {
                throw invalid(label, "is stored both as " + field.label() + " and " + f.label());
            }
            if (n > 0) {
                field = f;
                count = n;
            }
        }
        DataField typed = DataField.of(type);
        if (field == null) {
            field = typed;
        }
        boolean raw = field == DataField.RAW && type != ElementType.STRING;
        boolean fits = raw || field == typed;
        if (!fits) {
            throw invalid(
                    label,
                    type.name().toLowerCase(Locale.ROOT)
                            + " elements cannot be stored as "
                            + field.label());
        }
        long needed = field.entries(type, shape.size());
        if (count == 0 && needed > 0) {
            throw invalid(label, "has no elements, the shape " + shape + " wants some");
        }
        if (count != needed) {
            throw invalid(
                    label,
                    field.label()
                            + " holds "
                            + count
                            + (field == DataField.RAW ? " bytes" : " values")
                            + ", the shape "
                            + shape
                            + " wants "
                            + needed);
        }
        return cut;
    }

    private static int bytesPerEntry(DataField f) {
        return switch (f) {
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            default -> 1;
        };
    }

    /** What was cut out of this message, or null. */
    private Payload claim(TensorProto message, String label) {
        List<Long> markers =
                message.getUnknownFields().getField(PayloadCutter.MARKER).getVarintList();
        if (markers.isEmpty()) {
            return null;
        }
        long index = markers.get(0);
        boolean known = markers.size() == 1 && index >= 0 && index < claimed.length;
        if (!known || claimed[(int) index]) {
            throw invalid(label, "field " + PayloadCutter.MARKER + " is reserved");
        }
        claimed[(int) index] = true;
        Cut cut = cuts.get((int) index);
        return new Payload(blob, cut.offset(), cut.length(), cut.field());
    }

    private static TensorProto withoutMarker(TensorProto message) {
        return message.toBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder(message.getUnknownFields())
                                .clearField(PayloadCutter.MARKER)
                                .build())
                .build();
    }

    /** The dense form of a sparse initializer. */
    Tensor make(SparseTensorProto proto, String label) {
        Tensor values = make(proto.getValues(), label + ", values");
        Tensor indices = make(proto.getIndices(), label + ", indices");
        Shape shape = shape(proto.getDimsList(), label);
        long stored = values.shape().size();
        long elements;
        try {
            elements = shape.size();
        } catch (ArithmeticException e) {
            throw invalid.because(
                    e, file, label, "the number of elements of " + shape + " overflows");
        }
        boolean linear = indices.rank() == 1;
        boolean coordinates = indices.rank() == 2 && indices.shape().longDim(1) == shape.rank();
        boolean shapesFit =
                values.rank() == 1
                        && indices.type() == ElementType.INT64
                        && (linear || coordinates)
                        && indices.shape().longDim(0) == stored;
        if (!shapesFit) {
            throw invalid(
                    label, "indices " + indices + " do not fit values " + values + " of " + shape);
        }
        if (elements > SPARSE_FREE && elements / SPARSE_FACTOR > stored) {
            throw unsupported(label, elements + " elements, of which " + stored + " are stored");
        }
        return new SparseTensor(proto, values, places(indices, shape, linear, label), shape)
                .tensor();
    }

    private long[] places(Tensor indices, Shape shape, boolean linear, String label) {
        long[] raw = indices.toLongs();
        int rank = shape.rank();
        long[] out = new long[indices.dim(0)];
        for (int i = 0; i < out.length; i++) {
            long place = linear ? raw[i] : 0;
            boolean inside = place >= 0 && place < shape.size();
            for (int axis = 0; axis < rank && !linear; axis++) {
                long at = raw[i * rank + axis];
                inside = inside && at >= 0 && at < shape.longDim(axis);
                place = place * shape.longDim(axis) + at;
            }
            if (!inside) {
                throw invalid(label, "index " + i + " lies outside of " + shape);
            }
            out[i] = place;
        }
        return out;
    }

    private RuntimeException invalid(String label, String why) {
        return invalid.with(file, label, why);
    }

    private RuntimeException unsupported(String label, String why) {
        return unsupported.with(file, label, why);
    }
}
