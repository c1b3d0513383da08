package io.jquant.support;

/**
 * A failure that is the answer to the user's request. The message is one line: what, where (file,
 * node, tensor), why, and what to do; it is made by {@link Problem#with}.
 */
public final class JquantException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    JquantException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** The key of the message. */
    public Problem problem() {
        return problem;
    }

    /** The sort of failure. */
    public Kind kind() {
        return problem.kind();
    }
}
