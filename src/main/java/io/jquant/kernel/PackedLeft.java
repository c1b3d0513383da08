package io.jquant.kernel;

/** A left matrix (m × k) in the order in which products read it, such as weights packed once. */
public final class PackedLeft {
    final int m;
    final int k;
    final LeftPanels panels;
    final float[] data;

    private PackedLeft(int m, int k) {
        this.m = m;
        this.k = k;
        this.panels = LeftPanels.of(m);
        this.data = new float[Math.multiplyExact(panels.padded(), k)];
    }

    /** Packs the matrix whose element (i, p) is {@code a[off + i * rowStride + p * colStride]}. */
    public static PackedLeft of(int m, int k, float[] a, int off, int rowStride, int colStride) {
        PackedLeft packed = new PackedLeft(m, k);
        packed.panels.pack(k, a, off, rowStride, colStride, packed.data, 0);
        return packed;
    }

    /** The transposed matrix as a right one. */
    PackedRight toRight() {
        float[] plain = new float[m * k];
        for (int p = 0; p < panels.count(); p++) {
            int start = panels.starts[p];
            int h = panels.heights[p];
            for (int r = start; r < Math.min(m, start + h); r++) {
                for (int i = 0; i < k; i++) {
                    plain[i * m + r] = data[start * k + i * h + r - start];
                }
            }
        }
        return PackedRight.of(k, m, plain, 0, m, 1);
    }
}
