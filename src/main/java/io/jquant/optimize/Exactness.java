package io.jquant.optimize;

/** How close the outputs stay to those of the model before a pass. */
public enum Exactness {
    /** The same bits. */
    SAME_BITS("same bits"),
    /** The same function; floating-point results may differ by rounding. */
    ROUNDING("up to rounding");

    private final String words;

    Exactness(String words) {
        this.words = words;
    }

    /** For tables. */
    public String words() {
        return words;
    }
}
