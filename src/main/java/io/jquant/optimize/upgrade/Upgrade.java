package io.jquant.optimize.upgrade;

import io.jquant.execute.Facts;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.OperatorSignatures;
import java.util.List;
import java.util.Map;

/** Raises the version of ONNX's own operator set. */
public final class Upgrade {
    /** The IR version that came with an operator set; in between it is that of the one before. */
    private static final int[][] IR_VERSIONS = {
        {1, 3}, {9, 4}, {10, 5}, {11, 6}, {12, 7}, {15, 8}, {19, 9}, {21, 10}, {23, 11}, {24, 12}
    };

    /** From this opset on no operator overwrites its inputs. */
    private static final int FUNCTIONAL = 6;

    private Upgrade() {}

    /**
     * Writes all nodes in the forms of a later operator set.
     *
     * @param facts of the model as it is
     * @throws UnadaptableException when a node cannot be written so; the model is then half done
     */
    public static void run(Model model, List<Graph> graphs, Facts facts, int to) {
        UpgradeContext context = new UpgradeContext(facts);
        for (int opset = model.opset() + 1; opset <= to; opset++) {
            Map<String, Adapter> adapters = Adapters.of(opset);
            if (opset == FUNCTIONAL) {
                forgetConsumed(graphs);
            }
            if (adapters.isEmpty()) {
                continue;
            }
            for (Graph g : graphs) {
                for (Node n : g.nodes()) {
                    Adapter a = n.domain().isEmpty() ? adapters.get(n.opType()) : null;
                    if (a != null && n.isAttached()) {
                        a.adapt(n, context);
                    }
                }
            }
        }
        for (Graph g : graphs) {
            for (Node n : g.nodes()) {
                String problem = n.domain().isEmpty() ? OperatorSignatures.problem(n, to) : null;
                if (problem != null) {
                    throw new UnadaptableException(n, problem);
                }
            }
        }
        model.opsets().put("", (long) to);
    }

    /** Which inputs may be overwritten was said up to here. */
    private static void forgetConsumed(List<Graph> graphs) {
        for (Graph g : graphs) {
            for (Node n : g.nodes()) {
                if (n.domain().isEmpty()) {
                    n.attributes().remove("consumed_inputs");
                }
            }
        }
    }

    /** The lowest IR version that a file with this opset should have. */
    public static long irVersion(int opset) {
        int ir = 3;
        for (int[] row : IR_VERSIONS) {
            ir = opset >= row[0] ? row[1] : ir;
        }
        return ir;
    }
}
