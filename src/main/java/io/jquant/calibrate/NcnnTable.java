package io.jquant.calibrate;

import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.support.Numbers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The table of scales that ncnn2int8 takes: for each layer a line with the scales of its weights,
 * one for each output channel, and further down one with the scale of its input. A scale is 127 by
 * the greatest magnitude. Layers have the names of the model's nodes, or of their outputs where a
 * node has none.
 */
final class NcnnTable {
    private static final Set<String> QUANTIZED = Set.of("Conv", "Gemm");
    private static final int LEVELS = 127;

    private NcnnTable() {}

    /** The layers by their names in ncnn. */
    static Map<String, Node> layers(Model model) {
        Map<String, Node> layers = new LinkedHashMap<>();
        for (Node node : model.graph()) {
            if (node.domain().isEmpty()
                    && QUANTIZED.contains(node.opType())
                    && node.inputs().size() > 1
                    && node.inputs().get(1) != null) {
                layers.putIfAbsent(node.outputs().get(0).name(), node);
                if (!node.name().isEmpty()) {
                    layers.put(node.name(), node);
                }
            }
        }
        return layers;
    }

    static String write(RangeTable table, Model model) {
        StringBuilder weights = new StringBuilder();
        StringBuilder activations = new StringBuilder();
        for (Node node : new java.util.LinkedHashSet<>(layers(model).values())) {
            Value input = node.inputs().get(0);
            Tensor weight = node.inputs().get(1).constant();
            TensorRange range = table.get(input.name());
            if (range == null || weight == null || weight.type() != ElementType.FLOAT) {
                continue;
            }
            String layer = node.name().isEmpty() ? node.outputs().get(0).name() : node.name();
            boolean columns =
                    node.opType().equals("Gemm") && node.attributes().getInt("transB", 0) == 0;
            weights.append(layer).append("_param_0");
            for (float magnitude : magnitudes(weight, columns)) {
                weights.append(' ').append(scale(magnitude));
            }
            weights.append('\n');
            activations.append(layer).append(' ').append(scale(magnitude(range))).append('\n');
        }
        return weights.append(activations).toString();
    }

    static float magnitude(TensorRange range) {
        return Math.max(Math.abs(range.range().min()), Math.abs(range.range().max()));
    }

    private static String scale(float magnitude) {
        return Numbers.shortest(magnitude == 0 ? 1 : (float) (LEVELS / (double) magnitude));
    }

    /** The greatest magnitude of each output channel. */
    private static float[] magnitudes(Tensor weight, boolean columns) {
        int channels = weight.dim(columns ? 1 : 0);
        float[] greatest = new float[channels];
        float[] w = weight.floats();
        int inner = weight.size() / Math.max(1, channels);
        for (int i = 0; i < weight.size(); i++) {
            int c = columns ? i % channels : i / inner;
            greatest[c] = Math.max(greatest[c], Math.abs(w[i]));
        }
        return greatest;
    }
}
