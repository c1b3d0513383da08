package io.jquant.wire;

import io.jquant.graph.Carried;
import io.jquant.proto.FunctionProto;

/**
 * What is carried along of a model-local function.
 *
 * @param proto the message without its nodes
 */
public record CarriedFunction(FunctionProto proto) implements Carried {}
