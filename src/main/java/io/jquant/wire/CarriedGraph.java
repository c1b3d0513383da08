package io.jquant.wire;

import io.jquant.graph.Carried;
import io.jquant.proto.GraphProto;
import java.util.Set;

/**
 * What is carried along of a graph.
 *
 * @param proto the message without nodes and initializers; its lists of inputs, outputs and value
 *     infos keep the order of the file
 * @param strays names of value infos that belong to no value of the graph
 * @param initializersAreInputs are all initializers in the list of inputs, as they must be before
 *     IR version 4?
 */
public record CarriedGraph(GraphProto proto, Set<String> strays, boolean initializersAreInputs)
        implements Carried {
    public CarriedGraph {
        strays = Set.copyOf(strays);
    }
}
