package io.jquant.kernel;

/** A right matrix (k × n) in the order in which products read it, such as weights packed once. */
public final class PackedRight {
    final int k;
    final int n;
    final float[] data;

    private PackedRight(int k, int n) {
        this.k = k;
        this.n = n;
        this.data = new float[Math.multiplyExact(RightPanels.padded(n), k)];
    }

    /** Packs the matrix whose element (p, j) is {@code b[off + p * rowStride + j * colStride]}. */
    public static PackedRight of(int k, int n, float[] b, int off, int rowStride, int colStride) {
        PackedRight packed = new PackedRight(k, n);
        RightPanels.pack(k, n, b, off, rowStride, colStride, packed.data, 0);
        return packed;
    }
}
