package io.jquant.optimize;

/**
 * One kind of rewriting. Passes keep no state, may be run in any number, and settle: applied again
 * at once, a pass finds nothing to do. A value of the graph keeps its meaning for as long as it
 * exists; what computes something else gets a new value.
 */
public interface Pass {
    PassInfo info();

    /** The pass's name. */
    default String name() {
        return info().name();
    }

    /**
     * Rewrites the model.
     *
     * @return whether anything was changed
     */
    boolean apply(Workspace work);
}
