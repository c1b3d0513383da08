package io.jquant.execute;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.operator.NodeView;

/** What an operator may know of a node of the graph. */
interface ViewOfNode extends NodeView {
    Node node();

    @Override
    default Attributes attributes() {
        return node().attributes();
    }

    @Override
    default int inputCount() {
        return node().inputs().size();
    }

    @Override
    default int outputCount() {
        return node().outputs().size();
    }

    @Override
    default boolean hasInput(int index) {
        return node().input(index) != null;
    }

    @Override
    default boolean hasOutput(int index) {
        return node().output(index) != null;
    }
}
