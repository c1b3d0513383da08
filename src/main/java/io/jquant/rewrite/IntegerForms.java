package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes operators for which a target has no integer kernel, or a slow one, as others that compute
 * the same and have a fast one.
 */
final class IntegerForms {
    private IntegerForms() {}

    static void apply(Graph graph, PlanOptions options) {
        Target target = options.target();
        if (target.has(Trait.TRANSPOSED_AS_CONV)) {
            for (Stage s : stages(graph, options)) {
                if (s.blocked == null && s.node.is("ConvTranspose")) {
                    TransposedConv.rewrite(s);
                }
            }
        }
        if (target.has(Trait.SLOW_DEPTH_TO_SPACE)) {
            Set<Node> integer = new HashSet<>();
            for (Stage s : stages(graph, options)) {
                if (s.blocked == null && s.node.is("Conv")) {
                    integer.add(s.node);
                } else if (s.blocked == null && s.node.is("DepthToSpace")) {
                    DepthToSpaceAsTranspose.rewrite(s.node, integer);
                }
            }
        }
        if (target.has(Trait.SLOW_GROUPS)) {
            for (Stage s : stages(graph, options)) {
                if (s.blocked == null && s.node.is("Conv") && s.weight() != null) {
                    MergedGroups.rewrite(s.node);
                }
            }
        }
        if (target.has(Trait.SLOW_NEAREST_RESIZE)) {
            repeatAsTile(graph, options);
        }
        if (target.has(Trait.SLOW_PRELU)) {
            for (Node n : graph) {
                if (n.is("PRelu")) {
                    PReluAsMax.rewrite(n);
                }
            }
        }
        if (target.has(Trait.SLOW_AVERAGE_AND_SOFTMAX)) {
            Facts facts = new Facts(graph);
            List<Stage> stages = new StageFinder(facts, options).find(graph);
            new IntegerChoice(graph, facts, stages, options).choose();
            for (Stage s : stages) {
                if (s.integer && s.node.is("AveragePool")) {
                    AverageAsConv.rewrite(s.node);
                }
            }
        }
    }

    /**
     * Whatever the coverage, since the runtime brings what lies between two convolutions into their
     * layout, whether it is codes or floats.
     */
    private static void repeatAsTile(Graph graph, PlanOptions options) {
        List<Stage> stages = stages(graph, options.withCoverage(Coverage.FULL));
        Set<Node> behind = new HashSet<>();
        for (Node n : graph) {
            if (n.inputs().stream().anyMatch(v -> v != null && isBehind(v.producer(), behind))) {
                behind.add(n);
            }
        }
        Set<Node> before = new HashSet<>();
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            for (Value v : nodes.get(i).outputs()) {
                if (v != null
                        && v.uses().stream()
                                .anyMatch(u -> u.node().is("Conv") || before.contains(u.node()))) {
                    before.add(nodes.get(i));
                }
            }
        }
        for (Stage s : stages) {
            if (s.blocked == null
                    && s.node.is("Resize")
                    && behind.contains(s.node)
                    && before.contains(s.node)) {
                NearestAsTile.rewrite(s.node);
            }
        }
    }

    private static boolean isBehind(Node producer, Set<Node> behind) {
        return producer != null && (producer.is("Conv") || behind.contains(producer));
    }

    private static List<Stage> stages(Graph graph, PlanOptions options) {
        return new StageFinder(new Facts(graph), options).find(graph);
    }

    /** Keeps float what is slower in integers, or only part of something that is float. */
    static void blockSlow(List<Stage> stages, Target target) {
        for (Stage s : stages) {
            boolean average =
                    target.has(Trait.SLOW_AVERAGE_AND_SOFTMAX) && s.node.is("AveragePool");
            if (average || (target.has(Trait.SLOW_PRELU) && PReluAsMax.isPart(s.node))) {
                s.block(Reason.NO_KERNEL, "");
            }
        }
    }
}
