package io.jquant.load;

import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import java.util.List;
import java.util.Set;

/**
 * Takes away the lists without entries that some exporters write for the windows of convolutions
 * and pools. They mean what no attribute means, and whoever reads attributes need not know of both.
 */
final class EmptyWindows {
    private static final Set<String> POOLS =
            Set.of("AveragePool", "LpPool", "MaxPool", "MaxUnpool");

    private static final Set<String> CONVOLUTIONS =
            Set.of("Conv", "ConvInteger", "ConvTranspose", "DeformConv", "QLinearConv");

    private static final Set<String> LISTS =
            Set.of("dilations", "output_padding", "output_shape", "pads", "strides");

    private EmptyWindows() {}

    static void drop(Model model) {
        look(model.graph());
    }

    private static void look(Graph graph) {
        for (Node n : graph) {
            boolean weighted = CONVOLUTIONS.contains(n.opType());
            if (n.domain().isEmpty() && (weighted || POOLS.contains(n.opType()))) {
                for (Attribute a : List.copyOf(n.attributes().all())) {
                    boolean window =
                            LISTS.contains(a.name())
                                    || (weighted && a.name().equals("kernel_shape"));
                    if (window && a.value() instanceof long[] list && list.length == 0) {
                        n.attributes().remove(a.name());
                    }
                }
            }
            n.subgraphs().forEach(EmptyWindows::look);
        }
    }
}
