package io.jquant.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The marker segments of a JPEG file in front of its first scan (ITU-T T.81, annex B): what says
 * how the samples are to be understood.
 */
final class JpegSegments {
    /** What the components mean. */
    enum Colors {
        GREY,
        YCBCR,
        RGB,
        CMYK,
        YCCK
    }

    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int COMMENT = 0xfe;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] XMP =
            "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1);

    /** A block of 64 samples takes at least one bit, for its first coefficient. */
    private static final int PIXELS_PER_BYTE = 512;

    private final byte[] file;
    private final ByteArrayOutputStream lean;
    private int[] componentIds = {};
    private boolean jfif;
    private int adobeTransform = -1;
    private int exifOrientation;
    private int xmpOrientation;

    private JpegSegments(byte[] file) {
        this.file = file;
        this.lean = new ByteArrayOutputStream(file.length);
    }

    static JpegSegments parse(byte[] file) throws BadPicture {
        JpegSegments out = new JpegSegments(file);
        out.read();
        return out;
    }

    private void read() throws BadPicture {
        lean.write(0xff);
        lean.write(SOI);
        int at = 2;
        while (true) {
            while (at < file.length && (file[at] & 0xff) != 0xff) {
                at++; // rubbish between segments: decoders skip it
            }
            while (at < file.length && (file[at] & 0xff) == 0xff) {
                at++;
            }
            if (at + 2 >= file.length) {
                throw new BadPicture("it ends before its pixels");
            }
            int marker = file[at++] & 0xff;
            if (marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= SOI)) {
                continue; // stuffed bytes, and markers without a segment
            }
            int length = u16(at);
            if (marker == EOI || length < 2 || at + length > file.length) {
                throw new BadPicture("it ends before its pixels");
            }
            if (marker == SOS) {
                if (componentIds.length == 0) {
                    throw new BadPicture("it has no frame header");
                }
                lean.write(file, at - 2, file.length - at + 2);
                return;
            }
            segment(marker, at + 2, length - 2);
            boolean says = (marker >= APP0 + 1 && marker <= 0xef && marker != APP14);
            if (!says && marker != COMMENT) {
                lean.write(file, at - 2, length + 2);
            }
            at += length;
        }
    }

    private void segment(int marker, int from, int length) throws BadPicture {
        if (marker >= 0xc0
                && marker <= 0xcf
                && marker != 0xc4
                && marker != 0xc8
                && marker != 0xcc) {
            frame(marker, from, length);
        } else if (marker == APP0) {
            jfif |=
                    length >= 14
                            && startsWith("JFIF\0".getBytes(StandardCharsets.ISO_8859_1), from);
        } else if (marker == APP14 && length >= 12) {
            if (startsWith("Adobe".getBytes(StandardCharsets.ISO_8859_1), from)) {
                adobeTransform = file[from + 11] & 0xff;
            }
        } else if (marker == APP1 && length > EXIF.length && startsWith(EXIF, from)) {
            if (exifOrientation == Exif.NONE) {
                exifOrientation = Exif.orientation(file, from + EXIF.length, length - EXIF.length);
            }
        } else if (marker == APP1 && length > XMP.length && startsWith(XMP, from)) {
            xmpOrientation = Exif.orientationOfXmp(file, from + XMP.length, length - XMP.length);
        }
    }

    private void frame(int marker, int from, int length) throws BadPicture {
        if (marker > 0xc2) {
            throw new BadPicture(
                    marker >= 0xc9
                            ? "arithmetic coding is not supported"
                            : "lossless and hierarchical JPEG are not supported");
        }
        if (length < 6 || length < 6 + 3 * (file[from + 5] & 0xff)) {
            throw new BadPicture("its frame header is damaged");
        }
        if (file[from] != 8) {
            throw new BadPicture("samples of " + file[from] + " bits are not supported");
        }
        PictureLimits.check(u16(from + 3), u16(from + 1), file.length, PIXELS_PER_BYTE);
        componentIds = new int[file[from + 5] & 0xff];
        for (int i = 0; i < componentIds.length; i++) {
            componentIds[i] = file[from + 6 + 3 * i] & 0xff;
        }
    }

    /**
     * The meaning of the components, by the rules that the Independent JPEG Group's library has.
     */
    Colors colors() throws BadPicture {
        return switch (componentIds.length) {
            case 1 -> Colors.GREY;
            case 3 -> {
                boolean namedRgb = Arrays.equals(componentIds, new int[] {'R', 'G', 'B'});
                boolean rgb = !jfif && (adobeTransform < 0 ? namedRgb : adobeTransform == 0);
                yield rgb ? Colors.RGB : Colors.YCBCR;
            }
            case 4 -> adobeTransform <= 0 ? Colors.CMYK : Colors.YCCK;
            default ->
                    throw new BadPicture(
                            componentIds.length + " colour components are not supported");
        };
    }

    /** How the camera was held, 0 when the file does not say. */
    int orientation() {
        return exifOrientation != Exif.NONE ? exifOrientation : xmpOrientation;
    }

    /** The file without what a decoder may stumble over: profiles, thumbnails, comments. */
    byte[] leanFile() {
        return lean.toByteArray();
    }

    private boolean startsWith(byte[] text, int from) {
        return from + text.length <= file.length
                && Arrays.equals(text, 0, text.length, file, from, from + text.length);
    }

    private int u16(int at) {
        return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
    }
}
