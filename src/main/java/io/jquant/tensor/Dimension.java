package io.jquant.tensor;

/**
 * The size of an axis as far as it is known before a model runs: a number, a symbol that stands for
 * the same number wherever it occurs in the graph, or nothing.
 *
 * @param size the size, or -1 when it is not known
 * @param symbol the symbol, or null
 */
public record Dimension(long size, String symbol) {
    /** Nothing is known. */
    public static final Dimension UNKNOWN = new Dimension(-1, null);

    public static Dimension of(long size) {
        return size < 0 ? UNKNOWN : new Dimension(size, null);
    }

    public static Dimension of(String symbol) {
        return symbol == null || symbol.isEmpty() ? UNKNOWN : new Dimension(-1, symbol);
    }

    public boolean isKnown() {
        return size >= 0;
    }

    @Override
    public String toString() {
        return isKnown() ? Long.toString(size) : symbol == null ? "?" : symbol;
    }
}
