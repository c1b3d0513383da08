package io.jquant.tensor;

/**
 * The element types of ONNX tensors (onnx.proto, {@code TensorProto.DataType}), with the Java array
 * that holds them.
 *
 * <p>Types narrower than a byte are held one element per byte; 16-bit floats as their bit patterns
 * in {@code short[]}; unsigned integers as the bit patterns of the signed Java type of the same
 * width; complex numbers as (real, imaginary) pairs, so their array is twice as long as the tensor.
 */
public enum ElementType {
    FLOAT(1, 32, Storage.FLOATS),
    UINT8(2, 8, Storage.BYTES),
    INT8(3, 8, Storage.BYTES),
    UINT16(4, 16, Storage.SHORTS),
    INT16(5, 16, Storage.SHORTS),
    INT32(6, 32, Storage.INTS),
    INT64(7, 64, Storage.LONGS),
    STRING(8, 0, Storage.STRINGS),
    BOOL(9, 8, Storage.BYTES),
    FLOAT16(10, 16, Storage.SHORTS),
    DOUBLE(11, 64, Storage.DOUBLES),
    UINT32(12, 32, Storage.INTS),
    UINT64(13, 64, Storage.LONGS),
    COMPLEX64(14, 64, Storage.FLOATS),
    COMPLEX128(15, 128, Storage.DOUBLES),
    BFLOAT16(16, 16, Storage.SHORTS),
    FLOAT8E4M3FN(17, 8, Storage.BYTES),
    FLOAT8E4M3FNUZ(18, 8, Storage.BYTES),
    FLOAT8E5M2(19, 8, Storage.BYTES),
    FLOAT8E5M2FNUZ(20, 8, Storage.BYTES),
    UINT4(21, 4, Storage.BYTES),
    INT4(22, 4, Storage.BYTES),
    FLOAT4E2M1(23, 4, Storage.BYTES),
    FLOAT8E8M0(24, 8, Storage.BYTES),
    UINT2(25, 2, Storage.BYTES),
    INT2(26, 2, Storage.BYTES);

    /** The Java array type behind an element type. */
    public enum Storage {
        FLOATS,
        DOUBLES,
        LONGS,
        INTS,
        SHORTS,
        BYTES,
        STRINGS
    }

    private static final ElementType[] BY_CODE = new ElementType[27];

    static {
        for (ElementType t : values()) {
            BY_CODE[t.code] = t;
        }
    }

    private final int code;
    private final int bits;
    private final Storage storage;

    ElementType(int code, int bits, Storage storage) {
        this.code = code;
        this.bits = bits;
        this.storage = storage;
    }

    /** The type with this number in onnx.proto, or null when there is none. */
    public static ElementType ofCode(int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** The number in onnx.proto. */
    public int code() {
        return code;
    }

    /** Width of one element in a file, in bits; 0 for strings. */
    public int bits() {
        return bits;
    }

    /** The Java array that holds elements of this type. */
    public Storage storage() {
        return storage;
    }

    /** Array entries per element: 2 for complex numbers, else 1. */
    public int entriesPerElement() {
        return isComplex() ? 2 : 1;
    }

    public boolean isComplex() {
        return this == COMPLEX64 || this == COMPLEX128;
    }

    /** Floating-point numbers of any width (not complex). */
    public boolean isFloatingPoint() {
        return switch (this) {
            case FLOAT,
                    DOUBLE,
                    FLOAT16,
                    BFLOAT16,
                    FLOAT8E4M3FN,
                    FLOAT8E4M3FNUZ,
                    FLOAT8E5M2,
                    FLOAT8E5M2FNUZ,
                    FLOAT4E2M1,
                    FLOAT8E8M0 ->
                    true;
            default -> false;
        };
    }

    /** Integers of any width, signed or not (not bool). */
    public boolean isInteger() {
        return isUnsigned()
                || switch (this) {
                    case INT2, INT4, INT8, INT16, INT32, INT64 -> true;
                    default -> false;
                };
    }

    public boolean isUnsigned() {
        return switch (this) {
            case UINT2, UINT4, UINT8, UINT16, UINT32, UINT64 -> true;
            default -> false;
        };
    }

    /** Bytes that this many elements take in a file (packed); 0 for strings. */
    public long bytes(long elements) {
        return (Math.multiplyExact(elements, (long) bits) + 7) / 8;
    }
}
