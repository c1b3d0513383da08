package io.jquant.load;

import io.jquant.proto.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the names of a graph's nodes unique. Some exporters give one name to many nodes, which
 * runtimes refuse.
 */
final class NodeNames {
    private int renamed;
    private String example = "";

    /** The names to use, one for each node; empty where a node has none. */
    String[] unique(List<NodeProto> nodes) {
        Set<String> taken = new HashSet<>();
        for (NodeProto n : nodes) {
            taken.add(n.getName());
        }
        Set<String> used = new HashSet<>();
        Map<String, Integer> counters = new HashMap<>();
        String[] out = new String[nodes.size()];
        for (int i = 0; i < out.length; i++) {
            String name = nodes.get(i).getName();
            String unique = name;
            while (!unique.isEmpty() && !used.add(unique)) {
                do {
                    unique = name + "_" + counters.merge(name, 1, Integer::sum);
                } while (taken.contains(unique));
            }
            if (!unique.equals(name)) {
                renamed++;
                example = example.isEmpty() ? name : example;
            }
            out[i] = unique;
        }
        return out;
    }

    /** How many nodes got another name. */
    int renamed() {
        return renamed;
    }

    /** A name that several nodes had. */
    String example() {
        return example;
    }
}
