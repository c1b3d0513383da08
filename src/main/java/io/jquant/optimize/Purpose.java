package io.jquant.optimize;

import io.jquant.target.Trait;

/** Where a pass runs when no passes are named. */
public enum Purpose {
    /** In every optimization. */
    ALWAYS("always"),
    /** Writes a function as one operator: not for targets that compute its parts in integers. */
    COMPOSITE("unless the target wants parts"),
    /** Saves nodes at the price of forms that integer kernels do not take. */
    FEWER_NODES("`optimize`"),
    /** Adds nodes, or slower ones, for the sake of a target's integer kernels. */
    TARGET("`quantize`, as the target wants"),
    /** Changes what a caller may rely on: only when named. */
    ON_REQUEST("when asked for");

    private final String words;

    Purpose(String words) {
        this.words = words;
    }

    /** For tables. */
    public String words() {
        return words;
    }

    boolean runsIn(OptimizeOptions options) {
        return switch (this) {
            case ALWAYS -> true;
            case COMPOSITE -> options.target() == null || options.target().has(Trait.COMPOSITES);
            case FEWER_NODES -> options.target() == null;
            case TARGET -> options.target() != null;
            case ON_REQUEST -> false;
        };
    }
}
