package io.jquant.execute.integer;

import io.jquant.graph.Attributes;
import io.jquant.graph.CodeOperators;
import io.jquant.graph.Value;
import java.util.List;

/**
 * An integer operator in place of a group.
 *
 * @param domain of the operator
 */
record KernelCall(String domain, String type, Attributes attributes, List<Value> inputs) {
    private static final String CONTRIB = CodeOperators.DOMAIN;

    static KernelCall onnx(String type, Attributes attributes, List<Value> inputs) {
        return new KernelCall("", type, attributes, inputs);
    }

    static KernelCall contrib(String type, Attributes attributes, List<Value> inputs) {
        return new KernelCall(CONTRIB, type, attributes, inputs);
    }
}
