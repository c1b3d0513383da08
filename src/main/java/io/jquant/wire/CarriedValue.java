package io.jquant.wire;

import io.jquant.graph.Carried;
import io.jquant.proto.ValueInfoProto;
import io.jquant.tensor.ValueType;

/**
 * What a file says of a value.
 *
 * @param name its name in the file
 * @param loadedAs the name that it got in memory: another one where bodies of the file share a name
 * @param input what the list of graph inputs says; null when it is not in that list
 * @param output what the list of graph outputs says; null when it is not in that list
 * @param inner what the list of value infos says; null when it is not in that list
 * @param type the type that was read from these
 */
public record CarriedValue(
        String name,
        String loadedAs,
        ValueInfoProto input,
        ValueInfoProto output,
        ValueInfoProto inner,
        ValueType type)
        implements Carried {}
