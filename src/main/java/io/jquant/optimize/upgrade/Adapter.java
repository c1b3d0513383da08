package io.jquant.optimize.upgrade;

import io.jquant.graph.Node;

/** Writes a node, which has the form that one operator set gives it, in the form of the next. */
@FunctionalInterface
interface Adapter {
    /**
     * Changes the node, or puts others in its place.
     *
     * @throws UnadaptableException when the new form cannot say what the node does
     */
    void adapt(Node n, UpgradeContext c);
}
