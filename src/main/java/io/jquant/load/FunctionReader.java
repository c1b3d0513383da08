package io.jquant.load;

import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.proto.AttributeProto;
import io.jquant.proto.FunctionProto;
import io.jquant.support.Problem;
import io.jquant.wire.CarriedFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes model-local functions of messages. The types that a function states of its values are
 * carried along and not used: they need not hold for every call.
 */
final class FunctionReader {
    private final String file;
    private final NodeReader nodes;

    FunctionReader(String file, NodeReader nodes) {
        this.file = file;
        this.nodes = nodes;
    }

    Model.Function read(FunctionProto proto) {
        String name = proto.getName();
        if (name.isEmpty()) {
            throw Problem.FUNCTION_INVALID.with(file, name, "has no name");
        }
        Graph body = new Graph(name);
        Scope scope = new Scope(body, null);
        for (String input : proto.getInputList()) {
            if (input.isEmpty()) {
                throw Problem.FUNCTION_INVALID.with(file, name, "an input has no name");
            }
            body.addInput(nodes.declare(input, scope, "an input of the function"));
        }
        nodes.declareOutputs(proto.getNodeList(), scope);
        List<Attribute> defaults = new ArrayList<>();
        for (AttributeProto a : proto.getAttributeProtoList()) {
            defaults.add(nodes.defaultAttribute(a, name, scope));
        }
        nodes.addNodes(proto.getNodeList(), scope);
        for (String output : proto.getOutputList()) {
            body.addOutput(nodes.output(output, scope));
        }
        nodes.sort(scope);
        return new Model.Function(
                NodeReader.domain(proto.getDomain()),
                name,
                proto.getOverload(),
                body,
                List.copyOf(proto.getAttributeList()),
                List.copyOf(defaults),
                OperatorSets.read(file, proto.getOpsetImportList()),
                new CarriedFunction(proto.toBuilder().clearNode().clearAttributeProto().build()));
    }
}
