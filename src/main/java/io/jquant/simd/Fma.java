package io.jquant.simd;

/** Fused multiply-add that is quick on every CPU. */
public final class Fma {
    /**
     * Below this time per call the CPU has the instruction; the library's stand-in takes 1 µs up.
     */
    private static final long QUICK_NANOS = 400;

    /** Whether {@link Math#fma(float, float, float)} is an instruction here. */
    static final boolean HARDWARE = isQuick();

    private Fma() {}

    /** a · b + c, rounded once. */
    public static float fma(float a, float b, float c) {
        return HARDWARE ? Math.fma(a, b, c) : exact(a, b, c);
    }

    /**
     * a · b + c rounded once, without the instruction. The product of two floats is exact in
     * double; the sum is rounded to odd (S. Boldo, G. Melquiond, "Emulation of FMA and correctly
     * rounded sums: proved algorithms using rounding to odd", 2008), so that the second rounding,
     * to float, gives what a single one would.
     */
    static float exact(float a, float b, float c) {
        double p = (double) a * b;
        double s = p + c;
        double t = s - p;
        double error = (p - (s - t)) + (c - t);
        if (error > 0 || error < 0) { // neither exact nor NaN
            long bits = Double.doubleToRawLongBits(s);
            if ((bits & 1) == 0) {
                boolean away = (error > 0) == (bits >= 0);
                s = Double.longBitsToDouble(bits + (away ? 1 : -1));
            }
        }
        return (float) s;
    }

    /** Times a few calls: no flag tells it without loading the management module. */
    private static boolean isQuick() {
        float x = 1.1f;
        for (int attempt = 0; attempt < 5; attempt++) {
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                x = Math.fma(x, 0.9f, 0.1f);
            }
            if ((System.nanoTime() - start) / 20 < QUICK_NANOS && x > 0) {
                return true;
            }
        }
        return false;
    }
}
