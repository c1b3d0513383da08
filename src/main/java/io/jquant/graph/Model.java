package io.jquant.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model file: the main graph and what stands around it. */
public final class Model {
    /** The newest version of ONNX's own operator set that this program knows. */
    public static final int NEWEST_OPSET = 28;

    private Graph graph;
    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<Function> functions = new ArrayList<>();
    private long irVersion;
    private String producerName = "";
    private String producerVersion = "";
    private Carried carried;

    /**
     * A model-local function: an operator that is defined by a graph of its own.
     *
     * @param attributeNames attributes of the caller that the body may refer to and that have no
     *     default
     * @param defaults attributes with their defaults
     * @param opsets the operator sets of the body
     */
    public record Function(
            String domain,
            String name,
            String overload,
            Graph body,
            List<String> attributeNames,
            List<Attribute> defaults,
            Map<String, Long> opsets,
            Carried carried) {}

    public Model(Graph graph) {
        this.graph = graph;
    }

    public Graph graph() {
        return graph;
    }

    /** The value of this name in the main graph or in the body of a node, or null. */
    public Value find(String valueName) {
        return find(graph, valueName);
    }

    private static Value find(Graph within, String valueName) {
        Value v = within.find(valueName);
        if (v != null) {
            return v;
        }
        for (Node n : within) {
            for (Graph body : n.subgraphs()) {
                Value inner = find(body, valueName);
                if (inner != null) {
                    return inner;
                }
            }
        }
        return null;
    }

    /**
     * Domain → version of its operator set, in the order of the file; the key of ONNX's own domain
     * is the empty string.
     */
    public Map<String, Long> opsets() {
        return opsets;
    }

    /** The version of ONNX's own operator set, or 0 when the model imports none. */
    public int opset() {
        return opsets.getOrDefault("", 0L).intValue();
    }

    /** The version of a domain's operator set, or 0 when the model does not import it. */
    public int opset(String domain) {
        return opsets.getOrDefault(domain, 0L).intValue();
    }

    /** Free-form keys and values ({@code metadata_props}). */
    public Map<String, String> metadata() {
        return metadata;
    }

    public List<Function> functions() {
        return functions;
    }

    public long irVersion() {
        return irVersion;
    }

    public void setIrVersion(long irVersion) {
        this.irVersion = irVersion;
    }

    public String producerName() {
        return producerName;
    }

    public String producerVersion() {
        return producerVersion;
    }

    public void setProducer(String producer, String version) {
        producerName = producer;
        producerVersion = version;
    }

    public Carried carried() {
        return carried;
    }

    public void setCarried(Carried carried) {
        this.carried = carried;
    }

    /**
     * A copy that shares nothing changeable with this model, with the same names everywhere.
     * Tensors are shared: they do not change.
     */
    public Model copy() {
        Model out = new Model(GraphCloner.clone(graph));
        out.takeOver(this);
        for (Function f : functions) {
            out.functions.add(
                    new Function(
                            f.domain(),
                            f.name(),
                            f.overload(),
                            GraphCloner.clone(f.body()),
                            f.attributeNames(),
                            f.defaults(),
                            f.opsets(),
                            f.carried()));
        }
        return out;
    }

    /**
     * Becomes what another model is, such as a copy made before a change that is taken back. The
     * other one must not be used any more.
     */
    public void become(Model other) {
        graph = other.graph;
        takeOver(other);
        functions.clear();
        functions.addAll(other.functions);
    }

    private void takeOver(Model from) {
        opsets.clear();
        opsets.putAll(from.opsets);
        metadata.clear();
        metadata.putAll(from.metadata);
        irVersion = from.irVersion;
        producerName = from.producerName;
        producerVersion = from.producerVersion;
        carried = from.carried;
    }
}
