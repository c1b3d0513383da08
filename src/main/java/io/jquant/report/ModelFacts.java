package io.jquant.report;

import io.jquant.graph.Graph;
import io.jquant.graph.MacCount;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model file holds.
 *
 * @param operators operator → number of nodes, bodies included; other domains than ONNX's own stand
 *     before the name
 * @param parameters elements of all initializers, and of the tensors that Constant nodes hold
 * @param parameterBytes their bytes in the file
 * @param macs multiply-accumulate operations of one run, see {@link MacCount}
 * @param quantized nodes by the part they play in quantization; empty for a float model
 */
public record ModelFacts(
        long irVersion,
        Map<String, Long> opsets,
        String producer,
        Map<String, String> metadata,
        List<Port> inputs,
        List<Port> outputs,
        int nodes,
        Map<String, Integer> operators,
        long parameters,
        long parameterBytes,
        long macs,
        Map<String, Integer> quantized) {

    /** An input or output of the model. */
    public record Port(String name, String type) {}

    /** Looks at a model whose types have been inferred. */
    public static ModelFacts of(Model model) {
        Counter c = new Counter();
        c.count(model.graph());
        Map<String, Long> opsets = new LinkedHashMap<>();
        model.opsets()
                .forEach(
                        (domain, version) ->
                                opsets.put(domain.isEmpty() ? "ai.onnx" : domain, version));
        return new ModelFacts(
                model.irVersion(),
                opsets,
                (model.producerName() + " " + model.producerVersion()).strip(),
                model.metadata(),
                ports(model.graph().inputs().stream().filter(v -> v.constant() == null).toList()),
                ports(model.graph().outputs()),
                c.nodes,
                c.operators,
                c.parameters,
                c.parameterBytes,
                MacCount.of(model.graph()),
                c.quantized);
    }

    private static List<Port> ports(List<Value> values) {
        List<Port> out = new ArrayList<>();
        for (Value v : values) {
            out.add(new Port(v.name(), v.type() == null ? "?" : v.type().toString()));
        }
        return out;
    }

    private static final class Counter {
        private final Map<String, Integer> operators = new TreeMap<>();
        private final Map<String, Integer> quantized = new TreeMap<>();
        private int nodes;
        private long parameters;
        private long parameterBytes;

        private void count(Tensor constant) {
            long n = constant.shape().size();
            parameters += n;
            parameterBytes += constant.type().bytes(n);
        }

        void count(Graph graph) {
            for (Value v : graph.initializers()) {
                count(v.constant());
            }
            for (Node n : graph) {
                nodes++;
                if (n.is("Constant") && n.attributes().has("value")) {
                    count(n.attributes().getTensor("value"));
                }
                operators.merge(
                        n.domain().isEmpty() ? n.opType() : n.domain() + "." + n.opType(),
                        1,
                        Integer::sum);
                if (n.opType().startsWith("QLinear")
                        || n.opType().endsWith("Integer")
                        || n.is("QuantizeLinear")
                        || n.is("DequantizeLinear")) {
                    quantized.merge(n.opType(), 1, Integer::sum);
                }
                for (Graph body : n.subgraphs()) {
                    count(body);
                }
            }
        }
    }
}
