package io.jquant.grid;

/**
 * The real numbers that a quantized tensor is to represent.
 *
 * @param min the least, may be above 0
 * @param max the greatest, not below min
 */
public record Range(float min, float max) {
    public Range {
        if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new IllegalArgumentException("not a range: [" + min + ", " + max + "]");
        }
    }

    /** The least range that holds both. */
    public Range union(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** The range that holds 0 as well, as every grid must. */
    public Range withZero() {
        return new Range(Math.min(min, 0f), Math.max(max, 0f));
    }
}
