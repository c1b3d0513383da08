package io.jquant.rewrite;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import io.jquant.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives integer convolutions as many channels as the fast kernels of ONNX Runtime on x86-64 take: a
 * multiple of 4 at the input of a convolution, of 16 for a depthwise one. Where channels lie
 * between convolutions, all of these get more of them; a convolution that reads the model's input
 * reads some channel twice, as codes. Exact: weights that read additional channels are zero, so
 * that no code of any other channel changes.
 */
final class ChannelWidth {
    private static final int RANK = 4;

    /** Below this many outputs the kernel that wants aligned inputs is not taken. */
    static final int LEAST_OUTPUTS = 16;

    private final Graph graph;
    private final Set<Value> tried = new HashSet<>();
    private final Map<Value, Value> repeated = new HashMap<>();

    private ChannelWidth(Graph graph) {
        this.graph = graph;
    }

    /** Changes a graph that was emitted with pairs, if the target asks for it. */
    static void apply(Graph graph, Target target) {
        if (!target.has(Trait.WIDE_CHANNELS)) {
            return;
        }
        ChannelWidth w = new ChannelWidth(graph);
        List<Node> convolutions =
                graph.nodes().stream()
                        .filter(n -> n.is("Conv") && WideWeights.canWiden(n))
                        .toList();
        convolutions.forEach(w::around);
        for (Node n : convolutions) {
            if (widensInput(n, WideWeights.codes(n), target)
                    && WideWeights.codes(n).dim(0) >= LEAST_OUTPUTS) {
                w.repeatInput(n);
            }
        }
    }

    /**
     * May this convolution read more channels than there are? Each position of the kernel then
     * begins a new pair of products. It is where there are outputs enough, if need be by widening
     * them.
     *
     * @param weight as ONNX lays it out
     */
    static boolean widensInput(Node n, Tensor weight, Target target) {
        return target.has(Trait.WIDE_CHANNELS)
                && n.is("Conv")
                && n.attributes().getInt("group", 1) == 1
                && weight.rank() == RANK
                && weight.dim(1) % 4 >= 2
                && weight.dim(2) * weight.dim(3) > 1
                && weight.dim(0) >= LEAST_OUTPUTS / 2;
    }

    /** Widens what a convolution reads and writes. */
    private void around(Node n) {
        boolean depthwise = WideWeights.isDepthwise(n);
        if (depthwise || n.attributes().getInt("group", 1) == 1) {
            widen(n.input(0));
        }
        if (!depthwise) {
            widen(n.output());
        }
    }

    private void widen(Value v) {
        if (!tried.contains(v)) {
            ChannelSet set = ChannelSet.around(v);
            tried.addAll(set.members());
            if (set.isWhole()) {
                set.widen();
            }
        }
    }

    /**
     * The first channel stands in the additional ones, where weights of zero read it. A Pad would
     * do as well, but behind a Transpose of the model's input the runtime moves it to the last
     * axis, where it takes longer than it saves.
     */
    private void repeatInput(Node n) {
        int channels = WideWeights.codes(n).dim(1);
        Node d = n.input(0).producer();
        Value codes = d.input(0);
        Value wide = repeated.get(n.input(0));
        if (wide == null) {
            int count = (channels + 3) / 4 * 4;
            long[] chosen = new long[count];
            for (int i = 0; i < channels; i++) {
                chosen[i] = i;
            }
            Value indices = graph.addInitializer(codes.name() + "_channels", Tensor.vector(chosen));
            Value more =
                    graph.insert(
                            d,
                            "Gather",
                            codes.name() + "_wide",
                            Attributes.of(Attribute.of("axis", 1L)),
                            codes,
                            indices);
            more.setType(ChannelSet.widened(codes, count));
            wide =
                    graph.insert(
                            d,
                            "DequantizeLinear",
                            d.output().name() + "_wide",
                            new Attributes(),
                            more,
                            d.input(1),
                            d.input(2));
            wide.setType(ChannelSet.widened(d.output(), count));
            repeated.put(n.input(0), wide);
        }
        Value narrow = n.input(0);
        n.setInput(0, wide);
        WideWeights.widen(n, 0, 4 - channels % 4);
        if (narrow.useCount() == 0 && !narrow.isGraphOutput()) {
            graph.removeNode(d);
        }
    }
}
