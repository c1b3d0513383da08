package io.jquant.image;

/** Why bytes are no picture that can be decoded; the caller adds the name of the file. */
final class BadPicture extends Exception {
    private static final long serialVersionUID = 1L;

    BadPicture(String why) {
        super(why);
    }

    BadPicture(String why, Throwable cause) {
        super(why, cause);
    }
}
