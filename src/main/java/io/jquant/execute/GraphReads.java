package io.jquant.execute;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** What nodes need before they can run. */
final class GraphReads {
    private GraphReads() {}

    /** What a node, or a body of it, reads. */
    static List<Value> of(Node n) {
        List<Value> out = new ArrayList<>();
        for (Value v : n.inputs()) {
            if (v != null) {
                out.add(v);
            }
        }
        for (Graph body : n.subgraphs()) {
            for (Node inner : body) {
                out.addAll(of(inner));
            }
            out.addAll(body.outputs());
        }
        return out;
    }
}
