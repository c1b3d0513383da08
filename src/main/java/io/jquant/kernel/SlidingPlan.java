package io.jquant.kernel;

import io.jquant.simd.Copies;
import io.jquant.simd.Simd;
import io.jquant.simd.Taps;
import io.jquant.support.Workers;

/**
 * What is worked out once for a window that slides over every plane by itself, in depthwise
 * convolution and in pooling: planes are copied with their padding band by band, so that for each
 * place of the window a band's outputs see one run of the copy.
 */
final class SlidingPlan {
    private static final Copies COPIES = Simd.get().copies();

    /** Floats of a copy that, with its result, stay in the nearest cache. */
    private static final int BAND = 4096;

    private static final int FEWEST_ROWS = 4;

    /** Outputs of a task below which sharing out does not pay. */
    private static final int SMALL_TASK = 20_000;

    final Window window;

    /** For each place of the window, where the copy holds what output 0 sees. */
    final int[] offsets;

    /** Floats between the rows of a result. */
    final int pitch;

    /**
     * Floats between the results of a row: 2 for strides of 2, where it is quicker to make every
     * result and leave out half of them than to take the input apart.
     */
    final int step;

    /** Floats of an output plane, all axes. */
    final int outSize;

    private final PhasePlanes planes;
    private final int bandRows;
    private final int width;
    private final int places;
    private final int[] leadingPlanes;
    private final int outPlanes;
    private final int inSize;
    private final int inPlane;

    /** One band: {@code rows} output rows from row {@code y} of an output plane. */
    interface Band {
        /**
         * @param channel the plane, counted over batch and channels
         * @param at where the band's outputs begin, counted from the channel's first
         */
        void run(int channel, int at, int rows, float[] copies, Scratch scratch);
    }

    SlidingPlan(Window window) {
        this.window = window;
        int[] tapRows = window.tapRows();
        int[] tapColumns = window.tapColumns();
        this.step = window.strideX() == 2 ? 2 : 1;
        this.width = (window.outWidth() - 1) * step + 1;
        int strideX = window.strideX() / step;
        int phases =
                Math.min(window.strideY(), window.kernelHeight())
                        * Math.min(strideX, window.kernelWidth());
        int reachY = (window.kernelHeight() - 1) * window.dilationY() / window.strideY();
        int reachX = (window.kernelWidth() - 1) * window.dilationX() / strideX;
        int rows = BAND / Math.max(1, phases * (width + reachX)) - reachY;
        this.bandRows = Math.max(1, Math.min(window.outHeight(), Math.max(FEWEST_ROWS, rows)));
        this.planes =
                new PhasePlanes(
                        window.inHeight(),
                        window.inWidth(),
                        window.strideY(),
                        strideX,
                        bandRows,
                        width,
                        tapRows,
                        tapColumns);
        this.pitch = planes.pitch;
        this.places = Window.leading(window.kernel());
        this.leadingPlanes = window.leadingPlanes();
        this.outPlanes = Window.leading(window.out());
        this.inPlane = Math.multiplyExact(window.inHeight(), window.inWidth());
        this.inSize = Math.multiplyExact(Window.leading(window.in()), inPlane);
        this.outSize = Window.product(window.out());
        int taps = tapRows.length;
        this.offsets = new int[places * taps];
        for (int t = 0; t < offsets.length; t++) {
            offsets[t] = t / taps * planes.size + planes.tapOffsets[t % taps];
        }
    }

    /** Results of a band in one run, those between the rows included. */
    int run(int rows) {
        return (rows - 1) * pitch + width;
    }

    /** Moves the results of a band together, where they are not, so that a row is one run. */
    float[] together(float[] results, int rows, Scratch scratch) {
        if (step == 1) {
            return results;
        }
        int n = window.outWidth();
        float[] dst = scratch.tile.atLeast(rows * n + Taps.SLACK);
        COPIES.spread(rows, results, 0, pitch, 2, n, dst, 0, n);
        return dst;
    }

    /** Moves the results of a band to where the output has them. */
    void store(float[] results, int rows, float[] y, int yOff, Scratch scratch) {
        float[] from = together(results, rows, scratch);
        int stride = rowStride();
        int n = window.outWidth();
        if (stride == n) {
            System.arraycopy(from, 0, y, yOff, rows * n);
            return;
        }
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from, r * stride, y, yOff + r * n, n);
        }
    }

    /** Floats of the copies that a band is given. */
    int copySize() {
        return places * planes.size;
    }

    /** Floats between the rows that {@link #together} gives. */
    int rowStride() {
        return step == 1 ? pitch : window.outWidth();
    }

    /**
     * Copies all planes, band by band.
     *
     * @param padding what is outside of the input
     */
    void forEachBand(int channels, float[] x, int xOff, float padding, Workers workers, Band body) {
        int share = Math.max(1, SMALL_TASK / Math.max(1, outSize));
        int perTask = Math.max(1, Math.min(share, channels / (3 * workers.threads())));
        int height = window.outHeight();
        int bands = (height + bandRows - 1) / bandRows;
        // few large planes are shared out by bands, many small ones by planes
        int bandsPerTask = channels >= 3 * workers.threads() ? bands : 1;
        int bandTasks = (bands + bandsPerTask - 1) / bandsPerTask;
        int tasks = (channels + perTask - 1) / perTask;
        workers.forEach(
                tasks * outPlanes * bandTasks,
                t -> {
                    int part = t % bandTasks;
                    int outPlane = t / bandTasks % outPlanes;
                    int first = t / bandTasks / outPlanes * perTask;
                    int last = Math.min(channels, first + perTask);
                    int y0 = part * bandsPerTask * bandRows;
                    int y1 = Math.min(height, y0 + bandsPerTask * bandRows);
                    for (int c = first; c < last; c++) {
                        for (int y = y0; y < y1; y += bandRows) {
                            int rows = Math.min(bandRows, y1 - y);
                            band(c, outPlane, y, rows, x, xOff, padding, body);
                        }
                    }
                });
    }

    private void band(
            int channel,
            int outPlane,
            int y,
            int rows,
            float[] x,
            int xOff,
            float padding,
            Band body) {
        Scratch scratch = Scratch.ofThread();
        float[] copies = scratch.planes.atLeast(places * planes.size + Taps.SLACK);
        for (int p = 0; p < places; p++) {
            int plane = leadingPlanes[outPlane * places + p];
            int from = plane < 0 ? -1 : xOff + channel * inSize + plane * inPlane;
            planes.fill(x, from, y, rows, 0, width, padding, copies, p * planes.size);
        }
        int at = (outPlane * window.outHeight() + y) * window.outWidth();
        body.run(channel, at, rows, copies, scratch);
    }
}
