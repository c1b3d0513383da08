package io.jquant.execute.integer;

import io.jquant.graph.CodeOperators;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A model with DequantizeLinear and QuantizeLinear around its operators, as the integer kernels
 * that ONNX Runtime makes of it when it loads the file:
 *
 * <pre>
 *   codes ─▶ DQ ─┐
 *   codes ─▶ DQ ─┼─▶ Conv ─▶ Relu ─▶ Q ─▶ codes       codes ─▶ QLinearConv ─▶ codes
 *   codes ─▶ DQ ─┘
 * </pre>
 *
 * What is not recognised stays as it is, in float between DQ and Q. Other than ONNX Runtime on
 * x86-64, signed activations are computed in integers too: that is what such a file means.
 */
public final class IntegerForm {
    private static final String CONTRIB = CodeOperators.DOMAIN;

    private IntegerForm() {}

    /**
     * Changes a model in place; one that dequantizes nothing stays as it is.
     *
     * @param model with the types of its values known
     * @param wanted names of values that must be there, besides the outputs; inside a group they
     *     are computed in float, beside the integer kernel
     */
    public static void apply(Model model, Set<String> wanted) {
        if (dequantizes(model.graph())) {
            model.opsets().putIfAbsent(CONTRIB, 1L);
            rewrite(model.graph(), model.opset(), wanted);
        }
    }

    private static boolean dequantizes(Graph graph) {
        for (Node n : graph) {
            if (QdqNodes.isDequantize(n)
                    || n.subgraphs().stream().anyMatch(IntegerForm::dequantizes)) {
                return true;
            }
        }
        return false;
    }

    private static void rewrite(Graph graph, int opset, Set<String> wanted) {
        CodedGraph codes = new CodedGraph(graph);
        Groups groups = new Groups(codes, opset);
        for (Node n : graph.nodes()) {
            for (Graph body : n.subgraphs()) {
                rewrite(body, opset, wanted);
            }
            if (QdqNodes.isQuantize(n)) {
                new GroupEnd(codes, groups, n).rewrite();
            }
        }
        sweep(graph, wanted);
        for (Node n : graph.nodes()) {
            groups.toReal(n);
        }
        sweep(graph, wanted);
    }

    /** Removes what nothing needs any more, so that readers are counted right. */
    private static void sweep(Graph graph, Set<String> wanted) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node n = nodes.get(i);
            if (n.outputs().stream().noneMatch(v -> v != null && isNeeded(v, wanted))
                    && n.subgraphs().isEmpty()) {
                graph.removeNode(n);
            }
        }
    }

    private static boolean isNeeded(Value v, Set<String> wanted) {
        return v.useCount() > 0 || v.isGraphOutput() || wanted.contains(v.name());
    }
}
