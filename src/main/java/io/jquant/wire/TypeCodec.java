package io.jquant.wire;

import io.jquant.proto.TensorShapeProto;
import io.jquant.proto.TypeProto;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Types of values in files. */
public final class TypeCodec {
    private TypeCodec() {}

    /** The type, or null when the message says nothing that is understood. */
    public static ValueType read(TypeProto proto) {
        return switch (proto.getValueCase()) {
            case TENSOR_TYPE ->
                    ValueType.tensor(
                            ElementType.ofCode(proto.getTensorType().getElemType()),
                            proto.getTensorType().hasShape()
                                    ? read(proto.getTensorType().getShape())
                                    : null);
            case SPARSE_TENSOR_TYPE ->
                    new ValueType.SparseTensorType(
                            ElementType.ofCode(proto.getSparseTensorType().getElemType()),
                            proto.getSparseTensorType().hasShape()
                                    ? read(proto.getSparseTensorType().getShape())
                                    : null);
            case SEQUENCE_TYPE ->
                    new ValueType.SequenceType(read(proto.getSequenceType().getElemType()));
            case OPTIONAL_TYPE ->
                    new ValueType.OptionalType(read(proto.getOptionalType().getElemType()));
            case MAP_TYPE ->
                    new ValueType.MapType(
                            ElementType.ofCode(proto.getMapType().getKeyType()),
                            read(proto.getMapType().getValueType()));
            case OPAQUE_TYPE, VALUE_NOT_SET -> null;
        };
    }

    private static SymbolicShape read(TensorShapeProto proto) {
        List<Dimension> dims = new ArrayList<>(proto.getDimCount());
        for (TensorShapeProto.Dimension d : proto.getDimList()) {
            dims.add(
                    switch (d.getValueCase()) {
                        case DIM_VALUE -> Dimension.of(d.getDimValue());
                        case DIM_PARAM -> Dimension.of(d.getDimParam());
                        case VALUE_NOT_SET -> Dimension.UNKNOWN;
                    });
        }
        return new SymbolicShape(dims);
    }

    /** The message for a type; an empty one for null. */
    public static TypeProto write(ValueType type) {
        TypeProto.Builder out = TypeProto.newBuilder();
        if (type instanceof ValueType.TensorType t) {
            out.getTensorTypeBuilder().setElemType(code(t.element()));
            if (t.shape() != null) {
                out.getTensorTypeBuilder().setShape(write(t.shape()));
            }
        } else if (type instanceof ValueType.SparseTensorType t) {
            out.getSparseTensorTypeBuilder().setElemType(code(t.element()));
            if (t.shape() != null) {
                out.getSparseTensorTypeBuilder().setShape(write(t.shape()));
            }
        } else if (type instanceof ValueType.SequenceType t) {
            out.getSequenceTypeBuilder().setElemType(write(t.element()));
        } else if (type instanceof ValueType.OptionalType t) {
            out.getOptionalTypeBuilder().setElemType(write(t.element()));
        } else if (type instanceof ValueType.MapType t) {
            out.getMapTypeBuilder().setKeyType(code(t.key())).setValueType(write(t.value()));
        }
        return out.build();
    }

    private static TensorShapeProto write(SymbolicShape shape) {
        TensorShapeProto.Builder out = TensorShapeProto.newBuilder();
        for (Dimension d : shape.dims()) {
            TensorShapeProto.Dimension.Builder b = out.addDimBuilder();
            if (d.isKnown()) {
                b.setDimValue(d.size());
            } else if (d.symbol() != null) {
                b.setDimParam(d.symbol());
            }
        }
        return out.build();
    }

    private static int code(ElementType type) {
        return type == null ? 0 : type.code();
    }
}
