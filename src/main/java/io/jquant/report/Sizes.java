package io.jquant.report;

import java.util.Locale;

/** Sizes as people read them. */
public final class Sizes {
    private Sizes() {}

    /** Bytes in the largest fitting power of 1000. */
    public static String bytes(long bytes) {
        return scaled(bytes, "B", "kB", "MB", "GB", "TB");
    }

    /** A count, shortened by thousands. */
    public static String count(long n) {
        return scaled(n, "", "k", "M", "G", "T").strip();
    }

    /** A number with its noun: {@code 1 sample}, {@code 2 samples}. */
    public static String number(long n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    private static String scaled(long n, String... units) {
        double value = n;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(
                Locale.ROOT,
                unit == 0 || value >= 99.5 ? "%.0f %s" : "%.1f %s",
                value,
                units[unit]);
    }
}
