package io.jquant.operator.nn;

/**
 * How a region of one plane is pooled to a grid of bins (Mask R-CNN, arXiv 1703.06870, section 3).
 *
 * @param height of the plane
 * @param width of the plane
 * @param rows of bins
 * @param columns of bins
 * @param ratio points per bin and axis; 0 for as many as the bin has pixels
 * @param scale from the region's coordinates to pixels
 * @param halfPixel do coordinates lie half a pixel before the pixels' centres?
 * @param max is the greatest taken, instead of the mean?
 */
record RoiRegion(
        int height,
        int width,
        int rows,
        int columns,
        int ratio,
        float scale,
        boolean halfPixel,
        boolean max) {
    void pool(float[] x, int from, float[] box, int boxOff, float[] y, int to) {
        float offset = halfPixel ? 0.5f : 0;
        float left = box[boxOff] * scale - offset;
        float top = box[boxOff + 1] * scale - offset;
        float w = box[boxOff + 2] * scale - offset - left;
        float h = box[boxOff + 3] * scale - offset - top;
        if (!halfPixel) { // regions of less than a pixel are made one
            w = Math.max(w, 1);
            h = Math.max(h, 1);
        }
        float binHeight = h / rows;
        float binWidth = w / columns;
        int down = ratio > 0 ? ratio : (int) Math.ceil(binHeight);
        int across = ratio > 0 ? ratio : (int) Math.ceil(binWidth);
        int count = Math.max(down * across, 1);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                double greatest = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < down; i++) {
                    float py = top + r * binHeight + (i + 0.5f) * binHeight / down;
                    for (int j = 0; j < across; j++) {
                        float px = left + c * binWidth + (j + 0.5f) * binWidth / across;
                        double v = max ? largestPart(x, from, py, px) : at(x, from, py, px);
                        sum += v;
                        greatest = Math.max(greatest, v);
                    }
                }
                y[to + r * columns + c] =
                        (float) (max ? down * across == 0 ? 0 : greatest : sum / count);
            }
        }
    }

    private boolean outside(float py, float px) {
        return py < -1 || py > height || px < -1 || px > width;
    }

    /** Between four pixels. */
    private double at(float[] x, int from, float py, float px) {
        double sum = 0;
        for (double part : parts(x, from, py, px)) {
            sum += part;
        }
        return sum;
    }

    /** The greatest of the four weighted pixels, as the operator's max mode has it. */
    private double largestPart(float[] x, int from, float py, float px) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double part : parts(x, from, py, px)) {
            greatest = Math.max(greatest, part);
        }
        return greatest;
    }

    private double[] parts(float[] x, int from, float py, float px) {
        if (outside(py, px)) {
            return new double[4];
        }
        double v = Math.max(py, 0);
        double u = Math.max(px, 0);
        int top = Math.min((int) v, height - 1);
        int left = Math.min((int) u, width - 1);
        int bottom = Math.min(top + 1, height - 1);
        int right = Math.min(left + 1, width - 1);
        double down = top >= height - 1 ? 0 : v - top;
        double across = left >= width - 1 ? 0 : u - left;
        return new double[] {
            (1 - down) * (1 - across) * x[from + top * width + left],
            (1 - down) * across * x[from + top * width + right],
            down * (1 - across) * x[from + bottom * width + left],
            down * across * x[from + bottom * width + right]
        };
    }
}
