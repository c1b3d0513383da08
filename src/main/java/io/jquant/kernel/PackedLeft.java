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
}
