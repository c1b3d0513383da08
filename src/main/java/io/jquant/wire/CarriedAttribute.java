package io.jquant.wire;

import io.jquant.graph.Carried;
import io.jquant.proto.AttributeProto;

/**
 * An attribute as the file has it.
 *
 * @param proto the message, without tensors and graphs
 * @param value what was made of it: the message stands for the attribute as long as it has this
 *     very value
 */
public record CarriedAttribute(AttributeProto proto, Object value) implements Carried {}
