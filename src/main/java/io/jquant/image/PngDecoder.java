package io.jquant.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes PNG (W3C Portable Network Graphics specification, third edition): every colour type and
 * bit depth, interlaced or not. Alpha is dropped, palettes are looked up, of 16-bit samples the
 * high byte is kept; gamma and colour profiles are left alone, as Pillow leaves them.
 */
final class PngDecoder {
    private final PngChunks png;
    private final Inflater inflater = new Inflater();
    private int nextPart;

    private PngDecoder(PngChunks png) {
        this.png = png;
    }

    static Pixels decode(byte[] file) throws BadPicture {
        PngDecoder d = new PngDecoder(PngChunks.parse(file));
        try {
            return Orientation.upright(d.pixels(), d.png.orientation);
        } finally {
            d.inflater.end();
        }
    }

    private Pixels pixels() throws BadPicture {
        PngRow row = new PngRow(png);
        Pixels out = Pixels.black(png.width, png.height, row.outputChannels());
        if (!png.interlaced) {
            pass(row, out, 0, 0, 1, 1);
        } else { // Adam7: seven coarser pictures
            int[][] passes = {
                {0, 0, 8, 8},
                {4, 0, 8, 8},
                {0, 4, 4, 8},
                {2, 0, 4, 4},
                {0, 2, 2, 4},
                {1, 0, 2, 2},
                {0, 1, 1, 2}
            };
            for (int[] p : passes) {
                pass(row, out, p[0], p[1], p[2], p[3]);
            }
        }
        return out;
    }

    private void pass(PngRow row, Pixels out, int x0, int y0, int stepX, int stepY)
            throws BadPicture {
        int columns = (png.width - x0 + stepX - 1) / stepX;
        int rows = (png.height - y0 + stepY - 1) / stepY;
        if (columns <= 0 || rows <= 0) {
            return;
        }
        row.begin(columns);
        for (int r = 0; r < rows; r++) {
            int filter = inflate(row.swap(), row.bytes() + 1);
            row.unfilter(filter);
            row.write(out.data(), (y0 + r * stepY) * png.width + x0, stepX);
        }
    }

    /** Fills the buffer and returns its first byte, the filter of the row. */
    private int inflate(byte[] buffer, int length) throws BadPicture {
        int done = 0;
        try {
            while (done < length) {
                int n = inflater.inflate(buffer, done, length - done);
                done += n;
                if (n == 0) {
                    if (inflater.finished() || nextPart == png.dataParts.size()) {
                        throw new BadPicture("its pixels end too early");
                    }
                    if (inflater.needsDictionary()) {
                        throw new BadPicture("its compressed data is damaged");
                    }
                    PngChunks.Part p = png.dataParts.get(nextPart++);
                    inflater.setInput(png.file, p.from(), p.length());
                }
            }
        } catch (DataFormatException e) {
            throw new BadPicture("its compressed data is damaged", e);
        }
        return buffer[0];
    }
}
