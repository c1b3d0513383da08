package io.jquant.image;

/**
 * How a camera was held (the tag Orientation of EXIF, 1 to 8), and the turn that sets the picture
 * upright.
 */
final class Orientation {
    static final int UPRIGHT = 1;

    private Orientation() {}

    /** The upright picture. Values other than 2 to 8 turn nothing. */
    static Pixels upright(Pixels in, int orientation) {
        if (orientation < 2 || orientation > 8) {
            return in;
        }
        boolean swaps = orientation >= 5;
        // Where column 0 of the upright picture lies in the stored one, and in which direction.
        boolean mirrorX =
                orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean mirrorY =
                orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int c = in.channels();
        int stride = in.width() * c;
        int width = swaps ? in.height() : in.width();
        int height = swaps ? in.width() : in.height();
        int startX = mirrorX ? in.width() - 1 : 0;
        int startY = mirrorY ? in.height() - 1 : 0;
        int stepX = mirrorX ? -c : c; // one pixel to the right in the stored picture
        int stepY = mirrorY ? -stride : stride; // one row down in the stored picture
        int alongRow = swaps ? stepY : stepX;
        int alongColumn = swaps ? stepX : stepY;
        byte[] from = in.data();
        byte[] to = new byte[from.length];
        int start = startY * stride + startX * c;
        int at = 0;
        for (int y = 0; y < height; y++, start += alongColumn) {
            int source = start;
            for (int x = 0; x < width; x++, source += alongRow) {
                for (int k = 0; k < c; k++) {
                    to[at++] = from[source + k];
                }
            }
        }
        return new Pixels(width, height, c, to);
    }
}
