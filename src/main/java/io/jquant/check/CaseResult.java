package io.jquant.check;

/**
 * How a case ended.
 *
 * @param name the case's name
 * @param detail why it did not pass; empty when it did
 */
public record CaseResult(String name, Status status, String detail) {
    /** How a case can end. */
    public enum Status {
        /** Every output is as expected. */
        PASS,
        /** An output differs. */
        FAIL,
        /** The model could not be read or run. */
        ERROR,
        /** It needs an operator or a feature that is not supported. */
        UNSUPPORTED
    }
}
