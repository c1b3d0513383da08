package io.jquant.kernel;

import io.jquant.simd.Simd;
import io.jquant.simd.Tiles;
import io.jquant.support.Workers;

/** One matrix product, cut into blocks of rows and columns of C that workers make on their own. */
final class GemmCall {
    private static final Tiles TILES = Simd.get().tiles();
    private static final int WIDTH = TILES.width();
    private static final int LANES = TILES.lanes();

    /** Floats of B in a block: they stay in the second cache. */
    private static final int B_BLOCK = 1 << 16;

    /** Multiply-adds of a task below which sharing out does not pay. */
    private static final long SMALL_TASK = 100_000;

    private final int m;
    private final int n;
    private final int k;
    private final Strided a;
    private final PackedLeft packedA;
    private final Strided b;
    private final PackedRight packedB;
    private final float[] c;
    private final int cOff;
    private final int ldc;
    private final Ending ending;
    private final int base;
    private final int biasRow;
    private final int kBlock;
    private int rows;
    private int columns;

    /** Of A and packed A one is null, of B likewise. */
    GemmCall(
            int m,
            int n,
            int k,
            Strided a,
            PackedLeft packedA,
            Strided b,
            PackedRight packedB,
            float[] c,
            int cOff,
            int ldc,
            Ending ending) {
        this(m, n, k, a, packedA, b, packedB, c, cOff, ldc, ending, cOff, 0);
    }

    /**
     * @param base where the whole result begins of which this product is a part: a residual is laid
     *     out as the whole
     * @param biasRow which bias belongs to row 0
     */
    GemmCall(
            int m,
            int n,
            int k,
            Strided a,
            PackedLeft packedA,
            Strided b,
            PackedRight packedB,
            float[] c,
            int cOff,
            int ldc,
            Ending ending,
            int base,
            int biasRow) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.packedA = packedA;
        this.b = b;
        this.packedB = packedB;
        this.c = c;
        this.cOff = cOff;
        this.ldc = ldc;
        this.ending = ending;
        this.base = base;
        this.biasRow = biasRow;
        this.kBlock = BlockProduct.kBlock(k);
    }

    void run(Workers workers) {
        if (m == 0 || n == 0) {
            return;
        }
        long work = (long) m * n * Math.max(1, k);
        int tasks = (int) Math.min(4L * workers.threads(), 1 + work / SMALL_TASK);
        boolean one = workers.threads() == 1 || tasks == 1;
        if (m == 1 && a != null && (packedB != null || b.colStride() == 1)) {
            columns = one ? n : Math.max(1, n / tasks / WIDTH) * WIDTH;
            workers.forEach(ceil(n, columns), this::row);
            return;
        }
        int most = Math.max(1, B_BLOCK / kBlock / WIDTH) * WIDTH;
        int columnBlocks = ceil(n, most);
        columns = ceil(ceil(n, columnBlocks), WIDTH) * WIDTH;
        columnBlocks = ceil(n, columns);
        rows = m;
        if (!one && columnBlocks < tasks) {
            // B is packed once for each block of rows, so these should not be few
            rows = Math.max(packedB == null ? 48 : 12, ceil(m, ceil(tasks, columnBlocks)));
            rows = ceil(rows, 12) * 12;
        }
        int rowBlocks = ceil(m, rows);
        int byColumn = columnBlocks;
        workers.forEach(
                rowBlocks * columnBlocks, t -> block(t / byColumn * rows, t % byColumn * columns));
    }

    private static int ceil(int x, int d) {
        return (x + d - 1) / d;
    }

    /** A block of C, all of K. */
    private void block(int i0, int j0) {
        Scratch scratch = Scratch.ofThread();
        int i1 = Math.min(m, i0 + rows);
        int nb = Math.min(columns, n - j0);
        int first = packedA == null ? 0 : packedA.panels.from(i0);
        int last = packedA == null ? 0 : packedA.panels.from(i1);
        int k0 = 0;
        do { // once for an empty sum too
            int kb = Math.min(kBlock, k - k0);
            PackedBlock right = right(j0, nb, k0, kb, scratch);
            if (packedA != null) {
                PackedBlock left = new PackedBlock(packedA.data, 0, k, k0);
                BlockProduct.multiply(
                        packedA.panels,
                        first,
                        last,
                        left,
                        right,
                        kb,
                        nb,
                        c,
                        cOff + j0,
                        ldc,
                        k0 > 0,
                        scratch);
            } else {
                packAndMultiply(i0, i1, j0, nb, k0, kb, right, scratch);
            }
            k0 += kb;
        } while (k0 < k);
        int top = packedA == null ? i0 : packedA.panels.starts[first];
        int bottom = packedA == null ? i1 : Math.min(m, packedA.panels.starts[last]);
        int at = cOff + top * ldc + j0;
        ending.apply(biasRow + top, bottom - top, j0, nb, c, at, ldc, c, base, at, ldc);
    }

    private PackedBlock right(int j0, int nb, int k0, int kb, Scratch scratch) {
        if (packedB != null) {
            return new PackedBlock(packedB.data, j0 * k, k, k0);
        }
        float[] to = scratch.right.atLeast(RightPanels.padded(nb) * kb);
        RightPanels.pack(kb, nb, b.x(), b.at(k0, j0), b.rowStride(), b.colStride(), to, 0);
        return new PackedBlock(to, 0, kb, 0);
    }

    private void packAndMultiply(
            int i0, int i1, int j0, int nb, int k0, int kb, PackedBlock right, Scratch scratch) {
        for (int i = i0; i < i1; i += LeftPanels.BLOCK) {
            LeftPanels panels = LeftPanels.of(Math.min(LeftPanels.BLOCK, i1 - i));
            float[] to = scratch.left.atLeast(panels.padded() * kb);
            panels.pack(kb, a.x(), a.at(i, k0), a.rowStride(), a.colStride(), to, 0);
            PackedBlock left = new PackedBlock(to, 0, kb, 0);
            BlockProduct.multiply(
                    panels,
                    0,
                    panels.count(),
                    left,
                    right,
                    kb,
                    nb,
                    c,
                    cOff + i * ldc + j0,
                    ldc,
                    k0 > 0,
                    scratch);
        }
    }

    /** A single row: no packing of A, and none of B where its rows are whole. */
    private void row(int task) {
        int j0 = task * columns;
        int nb = Math.min(columns, n - j0);
        if (packedB == null) {
            TILES.row(
                    k,
                    a.x(),
                    a.off(),
                    a.colStride(),
                    b.x(),
                    b.at(0, j0),
                    b.rowStride(),
                    c,
                    cOff + j0,
                    nb,
                    false);
        } else {
            rowTimesPanels(j0, nb);
        }
        ending.apply(biasRow, 1, j0, nb, c, cOff + j0, nb, c, base, cOff + j0, nb);
    }

    private void rowTimesPanels(int j0, int nb) {
        for (int j = j0; j < j0 + nb; j += WIDTH) {
            int width = RightPanels.vectors(j, n) * LANES;
            int filled = Math.min(width, n - j);
            boolean whole = filled == width;
            float[] to = whole ? c : Scratch.ofThread().tile.atLeast(width);
            int at = whole ? cOff + j : 0;
            TILES.row(
                    k,
                    a.x(),
                    a.off(),
                    a.colStride(),
                    packedB.data,
                    j * k,
                    width,
                    to,
                    at,
                    width,
                    false);
            if (!whole) {
                System.arraycopy(to, 0, c, cOff + j, filled);
            }
        }
    }
}
