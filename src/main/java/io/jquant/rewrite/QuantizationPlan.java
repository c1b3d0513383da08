package io.jquant.rewrite;

import io.jquant.calibrate.RangeTable;
import io.jquant.graph.MacCount;
import io.jquant.graph.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of every node and tensor of a model. Plans are data: emitters obey them, summaries
 * print them.
 */
public final class QuantizationPlan {
    private final PlanOptions options;
    private final RangeTable ranges;
    private final boolean leftAlone;
    private final Map<String, NodePlan> nodes = new LinkedHashMap<>();
    private final Map<String, TensorPlan> tensors = new LinkedHashMap<>();
    private final List<OperandPlan> operands;
    private final List<String> warnings;

    QuantizationPlan(
            PlanOptions options,
            RangeTable ranges,
            boolean leftAlone,
            List<NodePlan> nodes,
            List<TensorPlan> tensors,
            List<OperandPlan> operands,
            List<String> warnings) {
        this.options = options;
        this.ranges = ranges;
        this.leftAlone = leftAlone;
        nodes.forEach(n -> this.nodes.put(n.output(), n));
        tensors.forEach(t -> this.tensors.put(t.tensor(), t));
        this.operands = List.copyOf(operands);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * The same plan, its multiplications counted anew.
     *
     * @param sized the model that was planned, or a copy of it in which more sizes are known; one
     *     that is not known there either counts as 1
     */
    public QuantizationPlan counted(Model sized) {
        List<NodePlan> counted = new ArrayList<>();
        for (NodePlan n : nodes.values()) {
            counted.add(n.heavy() ? n.withMacs(MacCount.of(sized.find(n.output()).producer())) : n);
        }
        return new QuantizationPlan(
                options, ranges, leftAlone, counted, tensors(), operands, warnings);
    }

    public PlanOptions options() {
        return options;
    }

    /** The ranges that the plan was made with. */
    public RangeTable ranges() {
        return ranges;
    }

    /** The model was quantized before and is not touched. */
    public boolean isLeftAlone() {
        return leftAlone;
    }

    /** The nodes of the main graph in order, and the heavy ones inside bodies. */
    public List<NodePlan> nodes() {
        return List.copyOf(nodes.values());
    }

    /** The node whose first output has this name, or null. */
    public NodePlan node(String output) {
        return nodes.get(output);
    }

    /** The quantized tensors in the order of the graph. */
    public List<TensorPlan> tensors() {
        return List.copyOf(tensors.values());
    }

    /** What is planned for a tensor; null when it stays float. */
    public TensorPlan tensor(String name) {
        return tensors.get(name);
    }

    /** Operands with parameters of their own. */
    public List<OperandPlan> operands() {
        return operands;
    }

    /** What users should know, one line each. */
    public List<String> warnings() {
        return warnings;
    }

    /** Counts for reports. */
    public PlanSummary summary() {
        return PlanSummary.of(this);
    }
}
