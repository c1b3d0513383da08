package io.jquant.image;

/** Bounds on what a picture file may claim. */
final class PictureLimits {
    /** Pixels of the largest picture: more than any camera of today makes. */
    static final int MOST_PIXELS = 1 << 27;

    private PictureLimits() {}

    /**
     * Refuses sizes that are no sizes, or that the file cannot hold.
     *
     * @param pixelsPerByte how many pixels one byte of the file can stand for at most
     */
    static void check(long width, long height, int fileBytes, double pixelsPerByte)
            throws BadPicture {
        if (width < 1 || height < 1 || width > MOST_PIXELS || height > MOST_PIXELS) {
            throw new BadPicture("its size " + width + "x" + height + " makes no sense");
        }
        long pixels = width * height;
        if (pixels > MOST_PIXELS) {
            throw new BadPicture(
                    "its size "
                            + width
                            + "x"
                            + height
                            + " is above the limit of "
                            + MOST_PIXELS
                            + " pixels");
        }
        if (pixels > fileBytes * pixelsPerByte) {
            throw new BadPicture(
                    "a file of "
                            + fileBytes
                            + " bytes cannot hold "
                            + width
                            + "x"
                            + height
                            + " pixels: it is cut off or damaged");
        }
    }
}
