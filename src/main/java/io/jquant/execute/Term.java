package io.jquant.execute;

/**
 * An integer in a tensor of sizes as far as it is known before a model runs.
 *
 * @param value the number; meaningless when there is a symbol
 * @param symbol stands for the same number wherever it occurs in the {@link Facts} of one analysis;
 *     null when the number is known
 * @param natural is it sure not to be negative?
 */
public record Term(long value, String symbol, boolean natural) {
    static Term of(long value) {
        return new Term(value, null, value >= 0);
    }

    static Term of(String symbol, boolean natural) {
        return new Term(0, symbol, natural);
    }

    public boolean isKnown() {
        return symbol == null;
    }

    /** Is it known, and this number? */
    public boolean is(long number) {
        return isKnown() && value == number;
    }

    @Override
    public String toString() {
        return isKnown() ? Long.toString(value) : symbol;
    }
}
