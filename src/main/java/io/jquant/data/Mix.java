package io.jquant.data;

/** Numbers that look random and are the same everywhere: the finalizer of splitmix64. */
final class Mix {
    private Mix() {}

    /** 64 bits for a pair of numbers. */
    static long of(long seed, long index) {
        return finish(finish(seed) + index * 0x9E3779B97F4A7C15L);
    }

    private static long finish(long x) {
        long z = x + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number in (0, 1). */
    static double unit(long bits) {
        return ((bits >>> 12) + 0.5) * 0x1p-52;
    }
}
