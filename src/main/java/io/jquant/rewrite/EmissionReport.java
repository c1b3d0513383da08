package io.jquant.rewrite;

import java.util.List;

/**
 * What was done to the weights while a plan was written.
 *
 * @param layers the layers with 8-bit weights, in the order of the graph
 */
public record EmissionReport(List<Layer> layers) {
    /**
     * A layer with 8-bit weights.
     *
     * @param node its label
     * @param channels output channels
     * @param guarded channels that were changed to keep pair sums within 16 bits
     * @param biasRaised scales that were raised so that the bias fits
     */
    public record Layer(String node, int channels, int guarded, int biasRaised) {}

    public EmissionReport {
        layers = List.copyOf(layers);
    }

    public int channels() {
        return layers.stream().mapToInt(Layer::channels).sum();
    }

    public int guarded() {
        return layers.stream().mapToInt(Layer::guarded).sum();
    }
}
