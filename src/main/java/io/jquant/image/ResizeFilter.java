package io.jquant.image;

/**
 * The filters of the antialiased resize, by their kernels (those of Pillow). When a picture
 * shrinks, the kernel is stretched by the scale, so that every source pixel counts.
 */
public enum ResizeFilter {
    /** Linear interpolation; a triangle. */
    BILINEAR(1) {
        @Override
        double kernel(double x) {
            double a = Math.abs(x);
            return a < 1 ? 1 - a : 0;
        }
    },
    /** Cubic convolution with a = -0.5 (Keys 1981). */
    BICUBIC(2) {
        @Override
        double kernel(double x) {
            double a = Math.abs(x);
            if (a < 1) {
                return ((CUBIC_A + 2) * a - (CUBIC_A + 3)) * a * a + 1;
            }
            return a < 2 ? (((a - 5) * a + 8) * a - 4) * CUBIC_A : 0;
        }
    },
    /** The source pixel under the centre of the new one, without antialiasing. */
    NEAREST(0) {
        @Override
        double kernel(double x) {
            throw new IllegalStateException("nearest has no kernel");
        }
    },
    /** Mean over the area that the new pixel covers; a box. */
    AREA(0.5) {
        @Override
        double kernel(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    /** sinc windowed by a wider sinc, three lobes. */
    LANCZOS(3) {
        @Override
        double kernel(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private static final double CUBIC_A = -0.5;

    private final double support;

    ResizeFilter(double support) {
        this.support = support;
    }

    /** The kernel is 0 farther than this from its centre. */
    double support() {
        return support;
    }

    /** The kernel at a distance from its centre, in source pixels at scale 1. */
    abstract double kernel(double x);

    private static double sinc(double x) {
        if (x == 0) {
            return 1;
        }
        double t = x * Math.PI;
        return StrictMath.sin(t) / t;
    }
}
