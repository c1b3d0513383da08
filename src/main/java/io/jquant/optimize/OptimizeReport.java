package io.jquant.optimize;

import java.util.List;

/**
 * What the optimizer did.
 *
 * @param passes the passes in order, with what each did
 * @param steps names of the passes that changed the model, one for each time
 * @param nodesBefore nodes of all graphs, without Constant nodes
 * @param nodesAfter the same afterwards
 * @param opsetBefore the version of ONNX's own operator set
 * @param opsetAfter the same afterwards
 * @param rolledBack passes that were taken back because they changed the outputs
 * @param verification what the comparison on random feeds brought
 * @param islands groups of nodes that are one function together
 * @param millis time in all
 */
public record OptimizeReport(
        List<PassStatistics> passes,
        List<String> steps,
        int nodesBefore,
        int nodesAfter,
        int opsetBefore,
        int opsetAfter,
        List<String> rolledBack,
        Verification verification,
        List<Island> islands,
        long millis) {
    public OptimizeReport {
        passes = List.copyOf(passes);
        steps = List.copyOf(steps);
        rolledBack = List.copyOf(rolledBack);
        islands = List.copyOf(islands);
    }

    /**
     * What one pass did.
     *
     * @param calls how often it ran
     * @param changes how often it changed the model
     * @param millis time it took, with the checks behind it
     */
    public record PassStatistics(String name, int calls, int changes, long millis) {}

    /**
     * Nodes that are one function together: what to look at, and to leave alone, as a whole.
     *
     * @param kind what they compute, as {@code attention}
     * @param nodes their names
     */
    public record Island(String kind, List<String> nodes) {
        public Island {
            nodes = List.copyOf(nodes);
        }
    }

    /** What the comparison on random feeds brought. */
    public enum Verification {
        /** It was not asked for. */
        OFF,
        /** The outputs are the same, if need be without the passes that were taken back. */
        PASSED,
        /** The model could not be run, so nothing is known; the reason was logged. */
        NOT_POSSIBLE
    }
}
