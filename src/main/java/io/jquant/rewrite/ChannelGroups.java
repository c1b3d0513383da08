package io.jquant.rewrite;

import io.jquant.graph.Node;
import io.jquant.tensor.Tensor;

/** Two questions about the groups of a Conv that are easily taken for each other. */
final class ChannelGroups {
    private ChannelGroups() {}

    /**
     * Is each input channel a group of its own, whatever number of output channels it makes?
     * Runtimes have kernels of their own for that, which never add neighbouring products.
     *
     * @param weights {@code [output channels, input channels of a group, kernel…]}, or their codes
     */
    static boolean areSingle(Node conv, Tensor weights) {
        return conv.attributes().getInt("group", 1) > 1 && weights.dim(1) == 1;
    }

    /** Does each input channel make one output channel, so that both can be widened alike? */
    static boolean areDepthwise(Node conv, Tensor weights) {
        return areSingle(conv, weights) && weights.dim(0) == conv.attributes().getInt("group", 1);
    }
}
