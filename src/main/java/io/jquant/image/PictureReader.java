package io.jquant.image;

import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads pictures: PNG, JPEG, BMP and GIF (its first frame). The format is told by the content, not
 * by the name. The result is upright (the EXIF orientation is applied) and has one channel when the
 * file is grey, else three; alpha is dropped.
 */
public final class PictureReader {
    /** Endings of the files that are taken for pictures. */
    public static final List<String> SUFFIXES =
            List.of(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif");

    /** What to do with pictures of other kinds. */
    public static final String WAY_OUT =
            "convert them to PNG, with ImageMagick for instance: magick mogrify -format png *.tif";

    /** Endings of pictures that cannot be decoded. */
    private static final List<String> UNREAD =
            List.of(
                    ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm", ".pnm", ".heic", ".heif",
                    ".avif", ".jp2", ".jxl", ".tga", ".dcm");

    private static final long LARGEST_FILE = 1 << 30;

    private PictureReader() {}

    /** Is this the name of a picture file? */
    public static boolean isPicture(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(lower::endsWith);
    }

    /** Is this the name of a picture of a kind that cannot be decoded? */
    public static boolean isUnreadPicture(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return UNREAD.stream().anyMatch(lower::endsWith);
    }

    /**
     * Decodes a file.
     *
     * @throws io.jquant.support.JquantException {@code PICTURE_BAD} when it is no picture or
     *     damaged, {@code DATA_UNREADABLE}
     */
    public static Pixels read(Path file) {
        byte[] bytes;
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw Problem.PICTURE_BAD.with(file, "the file is larger than 1 GB");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw Problem.DATA_UNREADABLE.because(e, file, IoReason.of(e));
        }
        try {
            return decode(bytes);
        } catch (BadPicture e) {
            throw Problem.PICTURE_BAD.because(e, file, e.getMessage());
        }
    }

    /**
     * Decodes the bytes of a file.
     *
     * @throws IllegalArgumentException with the reason, when they are no picture or damaged
     */
    public static Pixels decodeFile(byte[] bytes) {
        try {
            return decode(bytes);
        } catch (BadPicture e) {
            throw new IllegalArgumentException("no picture: " + e.getMessage(), e);
        }
    }

    static Pixels decode(byte[] file) throws BadPicture {
        if (startsWith(file, "\211PNG\r\n\032\n")) {
            return PngDecoder.decode(file);
        }
        if (startsWith(file, "\377\330\377")) {
            return JpegDecoder.decode(file);
        }
        if (startsWith(file, "BM")) {
            return JdkDecoder.decode(file, "bmp");
        }
        if (startsWith(file, "GIF8")) {
            return JdkDecoder.decode(file, "gif");
        }
        throw new BadPicture(guess(file));
    }

    private static String guess(byte[] file) {
        if (file.length == 0) {
            return "the file is empty";
        }
        if (startsWith(file, "RIFF") && file.length > 12 && file[8] == 'W') {
            return "WebP is not supported";
        }
        if (startsWith(file, "II*\0") || startsWith(file, "MM\0*")) {
            return "TIFF is not supported";
        }
        if (startsWith(file, "P") && file.length > 2 && file[1] >= '1' && file[1] <= '7') {
            return "PNM is not supported";
        }
        if (file.length > 12 && startsWith(Arrays.copyOfRange(file, 4, 12), "ftyp")) {
            return "HEIF and AVIF are not supported";
        }
        if (startsWith(file, "PK\3\4")) {
            return "it is a zip file, not a picture";
        }
        boolean text = true;
        for (int i = 0; i < Math.min(file.length, 64); i++) {
            text &= file[i] >= 32 || file[i] == '\n' || file[i] == '\r' || file[i] == '\t';
        }
        return text ? "it is text, not a picture" : "it is no PNG, JPEG, BMP or GIF";
    }

    private static boolean startsWith(byte[] file, String mark) {
        byte[] m = mark.getBytes(StandardCharsets.ISO_8859_1);
        return file.length >= m.length && Arrays.equals(file, 0, m.length, m, 0, m.length);
    }
}
