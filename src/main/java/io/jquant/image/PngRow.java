package io.jquant.image;

/** One row of a PNG: undoes its filter and turns its samples into grey or RGB bytes. */
final class PngRow {
    private final PngChunks png;
    private final int samplesPerPixel;
    private final int filterDistance;
    private int columns;
    private int bytes;

    /** The row with its filter byte in front, and the row above it. */
    private byte[] row;

    private byte[] above;

    PngRow(PngChunks png) {
        this.png = png;
        this.samplesPerPixel = png.samplesPerPixel();
        this.filterDistance = Math.max(1, samplesPerPixel * png.bitDepth / 8);
        int most = Math.toIntExact(((long) png.width * samplesPerPixel * png.bitDepth + 7) / 8);
        this.row = new byte[most + 1];
        this.above = new byte[most + 1];
    }

    int outputChannels() {
        return png.colorType == PngChunks.GREY || png.colorType == PngChunks.GREY_ALPHA ? 1 : 3;
    }

    /** A pass of rows of this width begins: there is nothing above its first row. */
    void begin(int passColumns) {
        columns = passColumns;
        bytes = (int) (((long) columns * samplesPerPixel * png.bitDepth + 7) / 8);
        java.util.Arrays.fill(row, (byte) 0);
    }

    /** Bytes of a row without its filter byte. */
    int bytes() {
        return bytes;
    }

    /** The buffer for the next row; the one before becomes the row above. */
    byte[] swap() {
        byte[] next = above;
        above = row;
        row = next;
        return row;
    }

    void unfilter(int filter) throws BadPicture {
        int d = filterDistance;
        byte[] x = row;
        byte[] b = above;
        switch (filter) {
            case 0 -> {}
            case 1 -> {
                for (int i = d + 1; i <= bytes; i++) {
                    x[i] += x[i - d];
                }
            }
            case 2 -> {
                for (int i = 1; i <= bytes; i++) {
                    x[i] += b[i];
                }
            }
            case 3 -> {
                for (int i = 1; i <= bytes; i++) {
                    int left = i > d ? x[i - d] & 0xff : 0;
                    x[i] += (byte) ((left + (b[i] & 0xff)) >> 1);
                }
            }
            case 4 -> {
                for (int i = 1; i <= bytes; i++) {
                    int left = i > d ? x[i - d] & 0xff : 0;
                    int corner = i > d ? b[i - d] & 0xff : 0;
                    x[i] += (byte) paeth(left, b[i] & 0xff, corner);
                }
            }
            default -> throw new BadPicture("filter " + filter + " of its rows is not known");
        }
    }

    /** Of left, above and upper left the one that is closest to left + above - upper left. */
    private static int paeth(int left, int up, int corner) {
        int byLeft = Math.abs(up - corner);
        int byUp = Math.abs(left - corner);
        int byCorner = Math.abs(left + up - 2 * corner);
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }

    /**
     * Writes the pixels of the row.
     *
     * @param firstPixel index of the first pixel in the output
     * @param step pixels from one to the next
     */
    void write(byte[] out, int firstPixel, int step) throws BadPicture {
        if (png.colorType == PngChunks.PALETTE) {
            writePalette(out, firstPixel, step);
        } else if (png.bitDepth < 8) {
            int most = (1 << png.bitDepth) - 1;
            for (int i = 0, to = firstPixel; i < columns; i++, to += step) {
                out[to] = (byte) (packed(i) * 255 / most);
            }
        } else {
            int channels = outputChannels();
            int width = png.bitDepth / 8;
            int from = 1;
            int to = firstPixel * channels;
            for (int i = 0; i < columns; i++) {
                for (int k = 0; k < channels; k++) {
                    out[to + k] = row[from + k * width];
                }
                from += samplesPerPixel * width;
                to += step * channels;
            }
        }
    }

    private void writePalette(byte[] out, int firstPixel, int step) throws BadPicture {
        for (int i = 0, to = 3 * firstPixel; i < columns; i++, to += 3 * step) {
            int entry = 3 * (png.bitDepth == 8 ? row[1 + i] & 0xff : packed(i));
            if (entry >= png.palette.length) {
                throw new BadPicture("it uses colours that its palette does not have");
            }
            out[to] = png.palette[entry];
            out[to + 1] = png.palette[entry + 1];
            out[to + 2] = png.palette[entry + 2];
        }
    }

    /** A sample of less than 8 bits; the leftmost lies in the high bits. */
    private int packed(int index) {
        int bit = index * png.bitDepth;
        int shift = 8 - png.bitDepth - (bit & 7);
        return (row[1 + (bit >> 3)] >> shift) & ((1 << png.bitDepth) - 1);
    }
}
