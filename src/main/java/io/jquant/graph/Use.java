package io.jquant.graph;

/**
 * A place where a value is read.
 *
 * @param node the reading node
 * @param index which of its inputs
 */
public record Use(Node node, int index) {
    @Override
    public boolean equals(Object o) {
        return o instanceof Use u && u.node == node && u.index == index;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(node) * 31 + index;
    }
}
