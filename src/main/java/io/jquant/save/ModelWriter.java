package io.jquant.save;

import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.proto.FunctionProto;
import io.jquant.proto.ModelProto;
import io.jquant.proto.OperatorSetIdProto;
import io.jquant.proto.StringStringEntryProto;
import io.jquant.wire.CarriedFunction;
import io.jquant.wire.CarriedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the message of what stands around the main graph. */
final class ModelWriter {
    private ModelWriter() {}

    static ModelProto withoutGraph(Model model, TensorWriter tensors) {
        ModelProto.Builder out =
                model.carried() instanceof CarriedModel c
                        ? c.proto().toBuilder()
                        : ModelProto.newBuilder();
        if (out.getIrVersion() != model.irVersion()) {
            out.setIrVersion(model.irVersion());
        }
        if (!out.getProducerName().equals(model.producerName())) {
            out.setProducerName(model.producerName());
        }
        if (!out.getProducerVersion().equals(model.producerVersion())) {
            out.setProducerVersion(model.producerVersion());
        }
        if (!sets(out.getOpsetImportList()).equals(model.opsets())) {
            out.clearOpsetImport().addAllOpsetImport(sets(model.opsets()));
        }
        if (!entries(out.getMetadataPropsList()).equals(model.metadata())) {
            out.clearMetadataProps();
            model.metadata()
                    .forEach(
                            (k, v) ->
                                    out.addMetadataProps(
                                            StringStringEntryProto.newBuilder()
                                                    .setKey(k)
                                                    .setValue(v)));
        }
        for (Model.Function f : model.functions()) {
            out.addFunctions(function(f, model.irVersion(), tensors));
        }
        return out.build();
    }

    private static FunctionProto function(Model.Function f, long irVersion, TensorWriter tensors) {
        FunctionProto.Builder out =
                f.carried() instanceof CarriedFunction c
                        ? c.proto().toBuilder()
                        : FunctionProto.newBuilder()
                                .setName(f.name())
                                .setDomain(f.domain())
                                .addAllAttribute(f.attributeNames())
                                .addAllOpsetImport(sets(f.opsets()));
        Graph body = f.body();
        FileNames names = new FileNames(body);
        GraphWriter graphs = new GraphWriter(names, tensors, irVersion);
        out.clearInput().clearOutput();
        for (Value v : body.inputs()) {
            out.addInput(names.of(v));
        }
        for (Value v : body.outputs()) {
            out.addOutput(names.of(v));
        }
        for (Node n : body) {
            out.addNode(graphs.node(n));
        }
        for (Attribute a : f.defaults()) {
            out.addAttributeProto(graphs.attributes().write(a));
        }
        if (!out.getOverload().equals(f.overload())) {
            out.setOverload(f.overload());
        }
        return out.build();
    }

    /** Domain → version as a loaded model has it. */
    private static Map<String, Long> sets(List<OperatorSetIdProto> imports) {
        Map<String, Long> out = new LinkedHashMap<>();
        for (OperatorSetIdProto s : imports) {
            out.put(s.getDomain().equals("ai.onnx") ? "" : s.getDomain(), s.getVersion());
        }
        if (imports.isEmpty()) {
            out.put("", 1L);
        }
        return out;
    }

    private static List<OperatorSetIdProto> sets(Map<String, Long> sets) {
        List<OperatorSetIdProto> out = new ArrayList<>();
        sets.forEach(
                (domain, version) ->
                        out.add(
                                OperatorSetIdProto.newBuilder()
                                        .setDomain(domain)
                                        .setVersion(version)
                                        .build()));
        return out;
    }

    private static Map<String, String> entries(List<StringStringEntryProto> entries) {
        Map<String, String> out = new LinkedHashMap<>();
        for (StringStringEntryProto e : entries) {
            out.put(e.getKey(), e.getValue());
        }
        return out;
    }
}
