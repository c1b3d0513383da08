package io.jquant.image;

/**
 * A picture of 8-bit samples: rows from top to bottom, pixels from left to right, the samples of a
 * pixel side by side.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param data {@code width * height * channels} samples
 */
public record Pixels(int width, int height, int channels, byte[] data) {
    public Pixels {
        if (width < 1
                || height < 1
                || (channels != 1 && channels != 3)
                || data.length != (long) width * height * channels) {
            throw new IllegalArgumentException(
                    width + "x" + height + "x" + channels + " with " + data.length + " samples");
        }
    }

    /** A new black picture. */
    public static Pixels black(int width, int height, int channels) {
        int n = Math.multiplyExact(Math.multiplyExact(width, height), channels);
        return new Pixels(width, height, channels, new byte[n]);
    }

    /**
     * The picture in grey, {@code L = (19595 R + 38470 G + 7471 B + 32768) >> 16}: the luma weights
     * of ITU-R BT.601 in 16-bit fixed point, as Pillow has them.
     */
    public Pixels toGrey() {
        if (channels == 1) {
            return this;
        }
        byte[] out = new byte[width * height];
        for (int i = 0, at = 0; i < out.length; i++, at += 3) {
            int r = data[at] & 0xff;
            int g = data[at + 1] & 0xff;
            int b = data[at + 2] & 0xff;
            out[i] = (byte) ((19595 * r + 38470 * g + 7471 * b + 32768) >> 16);
        }
        return new Pixels(width, height, 1, out);
    }

    /**
     * A window of this picture; what lies outside of the picture is black.
     *
     * @param left column of this picture that becomes column 0, maybe negative
     * @param top row of this picture that becomes row 0, maybe negative
     */
    public Pixels window(int left, int top, int newWidth, int newHeight) {
        if (left == 0 && top == 0 && newWidth == width && newHeight == height) {
            return this;
        }
        Pixels out = black(newWidth, newHeight, channels);
        out.paste(this, -left, -top);
        return out;
    }

    /** This picture in the given place of an evenly grey canvas. */
    public Pixels onCanvas(int canvasWidth, int canvasHeight, int left, int top, int fill) {
        Pixels out = black(canvasWidth, canvasHeight, channels);
        java.util.Arrays.fill(out.data, (byte) fill);
        out.paste(this, left, top);
        return out;
    }

    /**
     * Copies what of the other picture lies within this one. Only for pictures under construction.
     */
    private void paste(Pixels other, int left, int top) {
        int fromX = Math.max(0, -left);
        int toX = Math.min(other.width, width - left);
        int fromY = Math.max(0, -top);
        int toY = Math.min(other.height, height - top);
        if (toX <= fromX) {
            return;
        }
        for (int y = fromY; y < toY; y++) {
            System.arraycopy(
                    other.data,
                    (y * other.width + fromX) * channels,
                    data,
                    ((y + top) * width + fromX + left) * channels,
                    (toX - fromX) * channels);
        }
    }
}
