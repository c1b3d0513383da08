package io.jquant.kernel;

/** A matrix anywhere: element (i, j) is {@code x[off + i * rowStride + j * colStride]}. */
record Strided(float[] x, int off, int rowStride, int colStride) {
    int at(int i, int j) {
        return off + i * rowStride + j * colStride;
    }
}
