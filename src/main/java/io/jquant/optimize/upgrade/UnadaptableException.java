package io.jquant.optimize.upgrade;

import io.jquant.graph.Node;

/** A node that cannot be written in a newer operator set. */
public final class UnadaptableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnadaptableException(Node n, String reason) {
        super(n + ": " + reason);
    }
}
