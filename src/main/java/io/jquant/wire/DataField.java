package io.jquant.wire;

import io.jquant.proto.TensorProto;
import io.jquant.tensor.ElementType;

/** The fields of TensorProto that elements can be stored in. */
public enum DataField {
    RAW(TensorProto.RAW_DATA_FIELD_NUMBER, "raw_data"),
    FLOAT(TensorProto.FLOAT_DATA_FIELD_NUMBER, "float_data"),
    DOUBLE(TensorProto.DOUBLE_DATA_FIELD_NUMBER, "double_data"),
    INT32(TensorProto.INT32_DATA_FIELD_NUMBER, "int32_data"),
    INT64(TensorProto.INT64_DATA_FIELD_NUMBER, "int64_data"),
    UINT64(TensorProto.UINT64_DATA_FIELD_NUMBER, "uint64_data"),
    STRING(TensorProto.STRING_DATA_FIELD_NUMBER, "string_data");

    private final int number;
    private final String label;

    DataField(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /** The field's number. */
    public int number() {
        return number;
    }

    /** The field's name. */
    public String label() {
        return label;
    }

    /** The field for elements of a type that are not stored raw. */
    public static DataField of(ElementType type) {
        return switch (type) {
            case FLOAT, COMPLEX64 -> FLOAT;
            case DOUBLE, COMPLEX128 -> DOUBLE;
            case INT64 -> INT64;
            case UINT32, UINT64 -> UINT64;
            case STRING -> STRING;
            default -> INT32;
        };
    }

    /** How many entries of this field a message has; for raw data the number of bytes. */
    public int count(TensorProto proto) {
        return switch (this) {
            case RAW -> proto.getRawData().size();
            case FLOAT -> proto.getFloatDataCount();
            case DOUBLE -> proto.getDoubleDataCount();
            case INT32 -> proto.getInt32DataCount();
            case INT64 -> proto.getInt64DataCount();
            case UINT64 -> proto.getUint64DataCount();
            case STRING -> proto.getStringDataCount();
        };
    }

    /** How many entries of this field so many elements take; for raw data the number of bytes. */
    public long entries(ElementType type, long elements) {
        return switch (this) {
            case RAW -> type.bytes(elements);
            case INT32 -> type.bits() < 8 ? type.bytes(elements) : elements;
            case FLOAT, DOUBLE -> Math.multiplyExact(elements, (long) type.entriesPerElement());
            case INT64, UINT64, STRING -> elements;
        };
    }
}
