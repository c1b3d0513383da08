package io.jquant.data;

import io.jquant.image.PictureReader;
import java.util.Locale;

/** What a file is by its name. */
enum FileKind {
    PICTURE,
    NPY,
    NPZ,
    PROTO,
    OTHER;

    static FileKind of(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        if (PictureReader.isPicture(lower)) {
            return PICTURE;
        }
        if (lower.endsWith(".npy")) {
            return NPY;
        }
        if (lower.endsWith(".npz")) {
            return NPZ;
        }
        return lower.endsWith(".pb") ? PROTO : OTHER;
    }

    /** What can be given, for messages. */
    static String known() {
        return "pictures (" + String.join(" ", PictureReader.SUFFIXES) + "), .npy, .npz or .pb";
    }

    /** The name without its ending. */
    static String stem(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot <= 0 ? fileName : fileName.substring(0, dot);
    }
}
