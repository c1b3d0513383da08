package io.jquant.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the tag Orientation in the EXIF or XMP data of a picture. */
final class Exif {
    /** The tag is not there. */
    static final int NONE = 0;

    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final Pattern XMP_ORIENTATION =
            Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

    private Exif() {}

    /**
     * The orientation in a block of EXIF data (a TIFF header and its first directory; TIFF 6.0,
     * section 2), or {@link #NONE}. Damaged blocks have none: they say nothing about the pixels.
     */
    static int orientation(byte[] data, int from, int length) {
        if (length < 8) {
            return NONE;
        }
        ByteBuffer b = ByteBuffer.wrap(data, from, length).slice();
        short order = b.getShort(0);
        if (order == 0x4949) {
            b.order(ByteOrder.LITTLE_ENDIAN);
        } else if (order != 0x4d4d) {
            return NONE;
        }
        long directory = Integer.toUnsignedLong(b.getInt(4));
        if (b.getShort(2) != 42 || directory + 2 > length) {
            return NONE;
        }
        int entries = Short.toUnsignedInt(b.getShort((int) directory));
        for (int i = 0; i < entries; i++) {
            long at = directory + 2 + 12L * i;
            if (at + 12 > length) {
                return NONE;
            }
            int entry = (int) at;
            if (Short.toUnsignedInt(b.getShort(entry)) == ORIENTATION) {
                int type = b.getShort(entry + 2);
                return type == SHORT
                        ? Short.toUnsignedInt(b.getShort(entry + 8))
                        : type == LONG ? b.getInt(entry + 8) : NONE;
            }
        }
        return NONE;
    }

    /** The orientation in a packet of XMP, or {@link #NONE}. */
    static int orientationOfXmp(byte[] data, int from, int length) {
        Matcher m =
                XMP_ORIENTATION.matcher(
                        new String(data, from, length, StandardCharsets.ISO_8859_1));
        return m.find() ? m.group(1).charAt(0) - '0' : NONE;
    }
}
