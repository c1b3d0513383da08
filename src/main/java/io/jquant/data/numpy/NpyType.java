package io.jquant.data.numpy;

import io.jquant.tensor.ElementType;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * How one element lies in a NumPy file.
 *
 * @param type the element type it becomes
 * @param itemSize bytes of one element
 * @param order byte order of its numbers
 */
record NpyType(ElementType type, int itemSize, ByteOrder order) {
    private static final int LONGEST_TEXT = 1 << 20;

    private static final Map<String, ElementType> BY_CODE =
            Map.ofEntries(
                    Map.entry("b1", ElementType.BOOL),
                    Map.entry("i1", ElementType.INT8),
                    Map.entry("i2", ElementType.INT16),
                    Map.entry("i4", ElementType.INT32),
                    Map.entry("i8", ElementType.INT64),
                    Map.entry("u1", ElementType.UINT8),
                    Map.entry("u2", ElementType.UINT16),
                    Map.entry("u4", ElementType.UINT32),
                    Map.entry("u8", ElementType.UINT64),
                    Map.entry("f2", ElementType.FLOAT16),
                    Map.entry("f4", ElementType.FLOAT),
                    Map.entry("f8", ElementType.DOUBLE),
                    Map.entry("c8", ElementType.COMPLEX64),
                    Map.entry("c16", ElementType.COMPLEX128));

    /**
     * The type behind a {@code descr} such as {@code <f4}, or null when it is none that tensors
     * have (structures, objects, dates, byte strings…).
     */
    static NpyType parse(String descr) {
        if (descr.length() < 3) {
            return null;
        }
        ByteOrder order =
                switch (descr.charAt(0)) {
                    case '<', '|', '=' -> ByteOrder.LITTLE_ENDIAN;
                    case '>' -> ByteOrder.BIG_ENDIAN;
                    default -> null;
                };
        if (order == null) {
            return null;
        }
        String code = descr.substring(1);
        ElementType type = BY_CODE.get(code);
        if (type != null) {
            return new NpyType(type, type.bits() / 8, order);
        }
        if (code.matches("U[0-9]{1,7}")) {
            int characters = Integer.parseInt(code.substring(1));
            return characters > LONGEST_TEXT
                    ? null
                    : new NpyType(ElementType.STRING, 4 * characters, order);
        }
        return null;
    }

    /**
     * The {@code descr} under which a tensor is written (little-endian). What NumPy does not know
     * is written wider: float formats below 16 bits and bfloat16 as float32, 4- and 2-bit integers
     * as 8-bit ones.
     *
     * @param textLength code points of the longest string, for string tensors
     */
    static String descr(ElementType type, int textLength) {
        return switch (type) {
            case BOOL -> "|b1";
            case INT8, INT4, INT2 -> "|i1";
            case UINT8, UINT4, UINT2 -> "|u1";
            case INT16 -> "<i2";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case UINT16 -> "<u2";
            case UINT32 -> "<u4";
            case UINT64 -> "<u8";
            case FLOAT16 -> "<f2";
            case DOUBLE -> "<f8";
            case COMPLEX64 -> "<c8";
            case COMPLEX128 -> "<c16";
            case STRING -> "<U" + textLength;
            case FLOAT,
                    BFLOAT16,
                    FLOAT8E4M3FN,
                    FLOAT8E4M3FNUZ,
                    FLOAT8E5M2,
                    FLOAT8E5M2FNUZ,
                    FLOAT4E2M1,
                    FLOAT8E8M0 ->
                    "<f4";
        };
    }
}
