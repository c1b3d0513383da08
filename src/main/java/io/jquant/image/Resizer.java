package io.jquant.image;

/**
 * Resizes pictures with the bits that Pillow gives (release 13): one pass along each axis, the
 * result of each rounded to 8 bits, weights in fixed point. An axis whose size stays is left alone.
 *
 * <p>The horizontal pass comes first, unless so many more rows than columns go away that the other
 * order is cheaper; the two orders differ by at most one step here and there.
 */
public final class Resizer {
    private static final int HALF = 1 << (Weights.BITS - 1);

    private Resizer() {}

    /** The picture in another size. */
    public static Pixels resize(Pixels in, int width, int height, ResizeFilter filter) {
        if (width == in.width() && height == in.height()) {
            return in;
        }
        if (filter == ResizeFilter.NEAREST) {
            return nearest(in, width, height);
        }
        if (width == in.width()) {
            return vertically(in, Weights.of(in.height(), height, filter), height, 0);
        }
        Weights columns = Weights.of(in.width(), width, filter);
        if (height == in.height()) {
            return horizontally(in, columns, width, 0, height);
        }
        Weights rows = Weights.of(in.height(), height, filter);
        if (verticalFirst(in, width, height)) {
            Pixels low = vertically(in, rows, height, 0);
            return horizontally(low, columns, width, 0, height);
        }
        int top = rows.first()[0];
        int bottom = rows.first()[height - 1] + rows.count()[height - 1];
        Pixels narrow = horizontally(in, columns, width, top, bottom);
        return vertically(narrow, rows, height, top);
    }

    private static boolean verticalFirst(Pixels in, int width, int height) {
        return height < in.height() && in.height() - height > 2L * (in.width() - width);
    }

    /** Only the rows from top (inclusive) to bottom, those that the second pass looks at. */
    private static Pixels horizontally(Pixels in, Weights w, int width, int top, int bottom) {
        int c = in.channels();
        Pixels out = Pixels.black(width, bottom - top, c);
        byte[] from = in.data();
        byte[] to = out.data();
        for (int y = top, at = 0; y < bottom; y++, at += width * c) {
            int row = y * in.width() * c;
            if (c == 3) {
                rowOfColors(from, row, to, at, w, width);
            } else {
                rowOfGrey(from, row, to, at, w, width);
            }
        }
        return out;
    }

    private static void rowOfColors(byte[] from, int row, byte[] to, int at, Weights w, int width) {
        int[] weight = w.weight();
        int o = at;
        for (int x = 0; x < width; x++) {
            int p = row + 3 * w.first()[x];
            int k = x * w.most();
            int end = k + w.count()[x];
            int r = HALF;
            int g = HALF;
            int b = HALF;
            for (; k < end; k++, p += 3) {
                int f = weight[k];
                r += (from[p] & 0xff) * f;
                g += (from[p + 1] & 0xff) * f;
                b += (from[p + 2] & 0xff) * f;
            }
            to[o] = clip(r);
            to[o + 1] = clip(g);
            to[o + 2] = clip(b);
            o += 3;
        }
    }

    private static void rowOfGrey(byte[] from, int row, byte[] to, int at, Weights w, int width) {
        int[] weight = w.weight();
        for (int x = 0; x < width; x++) {
            int p = row + w.first()[x];
            int k = x * w.most();
            int end = k + w.count()[x];
            int sum = HALF;
            for (; k < end; k++, p++) {
                sum += (from[p] & 0xff) * weight[k];
            }
            to[at + x] = clip(sum);
        }
    }

    /**
     * @param firstRow which row of the whole picture is row 0 of the given one
     */
    private static Pixels vertically(Pixels in, Weights w, int height, int firstRow) {
        int stride = in.width() * in.channels();
        Pixels out = Pixels.black(in.width(), height, in.channels());
        byte[] from = in.data();
        byte[] to = out.data();
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            java.util.Arrays.fill(sums, HALF);
            int row = (w.first()[y] - firstRow) * stride;
            int k = y * w.most();
            for (int i = 0; i < w.count()[y]; i++, row += stride) {
                addRow(from, row, w.weight()[k + i], sums);
            }
            int at = y * stride;
            for (int i = 0; i < stride; i++) {
                to[at + i] = clip(sums[i]);
            }
        }
        return out;
    }

    private static void addRow(byte[] from, int row, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (from[row + i] & 0xff) * weight;
        }
    }

    private static byte clip(int fixed) {
        return (byte) Math.max(0, Math.min(255, fixed >> Weights.BITS));
    }

    private static Pixels nearest(Pixels in, int width, int height) {
        int c = in.channels();
        int[] columns = centers(in.width(), width);
        int[] rows = centers(in.height(), height);
        Pixels out = Pixels.black(width, height, c);
        byte[] from = in.data();
        byte[] to = out.data();
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += c) {
                int p = (rows[y] * in.width() + columns[x]) * c;
                for (int k = 0; k < c; k++) {
                    to[at + k] = from[p + k];
                }
            }
        }
        return out;
    }

    /**
     * The source samples under the centres of the new ones; the position is summed up step by step.
     */
    private static int[] centers(int from, int to) {
        int[] out = new int[to];
        double step = (double) from / to;
        double position = step * 0.5;
        for (int i = 0; i < to; i++) {
            out[i] = Math.min((int) position, from - 1);
            position += step;
        }
        return out;
    }
}
