package io.jquant.operator.signal;

/**
 * The discrete Fourier transform of one length, by mixed radices: decimation in time over the prime
 * factors of the length (Cooley and Tukey 1965), in doubles.
 */
final class FourierTransform {
    private final int length;
    private final double[] cosines;
    private final double[] sines;

    /**
     * @param inverse with the opposite sign in the exponent; the division by the length is left to
     *     the caller
     */
    FourierTransform(int length, boolean inverse) {
        this.length = length;
        cosines = new double[length];
        sines = new double[length];
        for (int i = 0; i < length; i++) {
            double angle = 2 * Math.PI * i / length;
            cosines[i] = StrictMath.cos(angle);
            sines[i] = inverse ? StrictMath.sin(angle) : -StrictMath.sin(angle);
        }
    }

    /** Transforms as many complex numbers as the length says; the result must not overlap them. */
    void run(double[] re, double[] im, double[] outRe, double[] outIm) {
        double[] scratch = new double[2 * length];
        if (length > 0) {
            step(length, re, im, 0, 1, outRe, outIm, 0, scratch);
        }
    }

    /** The transform of count numbers that lie a stride apart. */
    private void step(
            int count,
            double[] re,
            double[] im,
            int from,
            int stride,
            double[] outRe,
            double[] outIm,
            int to,
            double[] scratch) {
        if (count == 1) {
            outRe[to] = re[from];
            outIm[to] = im[from];
            return;
        }
        int radix = leastFactor(count);
        int part = count / radix;
        for (int q = 0; q < radix; q++) {
            step(
                    part,
                    re,
                    im,
                    from + q * stride,
                    stride * radix,
                    outRe,
                    outIm,
                    to + q * part,
                    scratch);
        }
        for (int k = 0; k < part; k++) {
            butterfly(radix, part, stride, k, outRe, outIm, to, scratch);
        }
    }

    /** Joins number k of each of the parts. */
    private void butterfly(
            int radix,
            int part,
            int stride,
            int k,
            double[] re,
            double[] im,
            int to,
            double[] scratch) {
        for (int q = 0; q < radix; q++) {
            int w = (int) ((long) q * k * stride % length);
            double a = re[to + q * part + k];
            double b = im[to + q * part + k];
            scratch[2 * q] = a * cosines[w] - b * sines[w];
            scratch[2 * q + 1] = a * sines[w] + b * cosines[w];
        }
        for (int r = 0; r < radix; r++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int q = 0; q < radix; q++) {
                int w = (int) ((long) q * r % radix * (length / radix));
                double a = scratch[2 * q];
                double b = scratch[2 * q + 1];
                sumRe += a * cosines[w] - b * sines[w];
                sumIm += a * sines[w] + b * cosines[w];
            }
            re[to + r * part + k] = sumRe;
            im[to + r * part + k] = sumIm;
        }
    }

    private static int leastFactor(int n) {
        for (int p = 2; (long) p * p <= n; p++) {
            if (n % p == 0) {
                return p;
            }
        }
        return n;
    }
}
