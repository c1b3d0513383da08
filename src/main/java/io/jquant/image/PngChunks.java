package io.jquant.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** The chunks of a PNG file that its pixels depend on. */
final class PngChunks {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGB_ALPHA = 6;

    /** A piece of the compressed pixels. */
    record Part(int from, int length) {}

    private static final int SIGNATURE = 8;

    /** Deflate never shrinks by more than this factor (RFC 1951: 258 bytes in two bits). */
    private static final double BEST_RATIO = 1032;

    final byte[] file;
    final List<Part> dataParts = new ArrayList<>();
    int width;
    int height;
    int bitDepth;
    int colorType;
    boolean interlaced;
    byte[] palette = {};
    int orientation = Orientation.UPRIGHT;

    private PngChunks(byte[] file) {
        this.file = file;
    }

    static PngChunks parse(byte[] file) throws BadPicture {
        PngChunks out = new PngChunks(file);
        out.read();
        return out;
    }

    private void read() throws BadPicture {
        ByteBuffer b = ByteBuffer.wrap(file);
        int at = SIGNATURE;
        boolean end = false;
        while (!end && at + 8 <= file.length) {
            long length = Integer.toUnsignedLong(b.getInt(at));
            String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            int from = at + 8;
            if (at == SIGNATURE && !type.equals("IHDR")) {
                throw new BadPicture("it does not begin with a header");
            }
            boolean whole = length + 4 <= file.length - from;
            if (!whole && type.equals("IDAT")) {
                dataParts.add(new Part(from, file.length - from)); // all that is left of it
            }
            if (!whole) {
                break;
            }
            int n = (int) length;
            if (type.equals("IEND")) {
                end = true;
            } else {
                checkSum(type, at + 4, n + 4, b.getInt(from + n));
                chunk(type, b, from, n);
            }
            at = from + n + 4;
        }
        if (dataParts.isEmpty() || (colorType == PALETTE && palette.length == 0)) {
            throw new BadPicture("it has no pixels or no palette");
        }
    }

    private void checkSum(String type, int from, int length, int expected) throws BadPicture {
        if (!Character.isUpperCase(type.charAt(0))) {
            return; // an ancillary chunk: the pixels do not depend on it
        }
        CRC32 crc = new CRC32();
        crc.update(file, from, length);
        if ((int) crc.getValue() != expected) {
            throw new BadPicture("the check sum of its part " + type + " is wrong");
        }
    }

    private void chunk(String type, ByteBuffer b, int from, int length) throws BadPicture {
        switch (type) {
            case "IHDR" -> header(b, from, length);
            case "PLTE" -> {
                palette = new byte[Math.min(length, 768) / 3 * 3];
                b.get(from, palette);
            }
            case "IDAT" -> dataParts.add(new Part(from, length));
            case "eXIf" -> {
                int turned = Exif.orientation(file, from, length);
                orientation = turned == Exif.NONE ? orientation : turned;
            }
            default -> {
                // Colour profiles, texts, times: they do not change the samples.
            }
        }
    }

    private void header(ByteBuffer b, int from, int length) throws BadPicture {
        if (length != 13) {
            throw new BadPicture("its header has a wrong length");
        }
        width = b.getInt(from);
        height = b.getInt(from + 4);
        bitDepth = b.get(from + 8);
        colorType = b.get(from + 9);
        interlaced = b.get(from + 12) == 1;
        boolean known =
                switch (colorType) {
                    case GREY -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || wide();
                    case PALETTE ->
                            bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || bitDepth == 8;
                    case RGB, GREY_ALPHA, RGB_ALPHA -> wide();
                    default -> false;
                };
        if (!known || b.get(from + 10) != 0 || b.get(from + 11) != 0 || b.get(from + 12) > 1) {
            throw new BadPicture(
                    "colour type " + colorType + " with " + bitDepth + " bits is no PNG");
        }
        PictureLimits.check(
                width, height, file.length, BEST_RATIO * 8 / (samplesPerPixel() * bitDepth));
    }

    int samplesPerPixel() {
        return switch (colorType) {
            case GREY, PALETTE -> 1;
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            default -> 4;
        };
    }

    private boolean wide() {
        return bitDepth == 8 || bitDepth == 16;
    }
}
