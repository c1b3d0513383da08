package io.jquant.wire;

import io.jquant.graph.Carried;
import io.jquant.proto.NodeProto;

/**
 * What is carried along of a node.
 *
 * @param proto the message without its attributes
 */
public record CarriedNode(NodeProto proto) implements Carried {}
