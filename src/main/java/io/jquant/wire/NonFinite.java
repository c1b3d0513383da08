package io.jquant.wire;

import io.jquant.tensor.ElementType;
import java.nio.ByteBuffer;

/**
 * How many elements of a tensor are no finite numbers.
 *
 * @param nan how many are NaN
 * @param infinite how many are infinite
 */
public record NonFinite(long nan, long infinite) {
    private static final int CHUNK = 1 << 14;

    /** Bit patterns of the floats: all exponent bits set means NaN or infinite. */
    private record Format(int bytes, long exponent, long mantissa) {
        static Format of(ElementType type) {
            return switch (type) {
                case FLOAT -> new Format(4, 0x7f80_0000L, 0x007f_ffffL);
                case DOUBLE -> new Format(8, 0x7ff0_0000_0000_0000L, 0x000f_ffff_ffff_ffffL);
                case FLOAT16 -> new Format(2, 0x7c00L, 0x03ffL);
                case BFLOAT16 -> new Format(2, 0x7f80L, 0x007fL);
                default -> throw new IllegalArgumentException(type + " has no infinities");
            };
        }

        long bits(ByteBuffer b, int index) {
            return switch (bytes) {
                case 2 -> b.getShort(index * 2);
                case 4 -> b.getInt(index * 4);
                default -> b.getLong(index * 8);
            };
        }
    }

    static NonFinite count(ElementType type, long elements, RawCodec.Bytes raw) {
        Format format = Format.of(type);
        long nan = 0;
        long infinite = 0;
        int[] scratch = new int[(int) Math.min(CHUNK, elements)];
        for (long at = 0; at < elements; at += CHUNK) {
            int n = (int) Math.min(CHUNK, elements - at);
            ByteBuffer chunk = raw.slice(at * format.bytes, n * format.bytes);
            if (type == ElementType.FLOAT && allFinite(chunk, scratch, n)) {
                continue;
            }
            for (int i = 0; i < n; i++) {
                long bits = format.bits(chunk, i);
                if ((bits & format.exponent) == format.exponent) {
                    if ((bits & format.mantissa) == 0) {
                        infinite++;
                    } else {
                        nan++;
                    }
                }
            }
        }
        return new NonFinite(nan, infinite);
    }

    /** The common case, fast. */
    private static boolean allFinite(ByteBuffer chunk, int[] scratch, int n) {
        chunk.asIntBuffer().get(scratch, 0, n);
        int largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, scratch[i] & 0x7f80_0000);
        }
        return largest != 0x7f80_0000;
    }
}
