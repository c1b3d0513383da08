package io.jquant.load;

/** Graphs inside graphs, deeper than {@link PayloadCutter#MAX_DEPTH}. */
final class NestingException extends Exception {
    private static final long serialVersionUID = 1L;

    NestingException() {
        super("nested too deeply");
    }
}
