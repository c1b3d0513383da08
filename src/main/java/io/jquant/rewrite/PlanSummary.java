package io.jquant.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A plan in numbers.
 *
 * @param nodes nodes of the model, folded ones included; not those that stand for what a body
 *     captures, which are gone from the written model
 * @param integerNodes those that run in integers, folded ones included
 * @param heavy Conv, ConvTranspose, Gemm and MatMul nodes
 * @param integerHeavy those of them that run in integers
 * @param macs multiplications of the heavy nodes for one sample; -1 when a shape is not known
 * @param integerMacs those of the integer ones; -1 when a shape is not known
 * @param tensors quantized tensors
 * @param integerBy integer nodes by reason
 * @param floatBy labels of the nodes that stay float, by reason, in the order of the graph
 * @param warnings what users should know
 */
public record PlanSummary(
        int nodes,
        int integerNodes,
        int heavy,
        int integerHeavy,
        long macs,
        long integerMacs,
        int tensors,
        Map<Reason, Integer> integerBy,
        Map<Reason, List<String>> floatBy,
        List<String> warnings) {
    static PlanSummary of(QuantizationPlan plan) {
        int integerNodes = 0;
        int heavy = 0;
        int integerHeavy = 0;
        long macs = 0;
        long integerMacs = 0;
        boolean unknown = false;
        Map<Reason, Integer> integerBy = new EnumMap<>(Reason.class);
        Map<Reason, List<String>> floatBy = new EnumMap<>(Reason.class);
        List<NodePlan> nodes =
                plan.nodes().stream().filter(n -> n.reason() != Reason.CAPTURED).toList();
        for (NodePlan n : nodes) {
            boolean integer = n.placement() == Placement.INTEGER;
            if (integer) {
                integerNodes++;
                integerBy.merge(n.reason(), 1, Integer::sum);
            } else {
                floatBy.computeIfAbsent(n.reason(), r -> new ArrayList<>()).add(label(n));
            }
            if (n.heavy()) {
                heavy++;
                integerHeavy += integer ? 1 : 0;
                unknown |= n.macs() < 0;
                macs += Math.max(0, n.macs());
                integerMacs += integer ? Math.max(0, n.macs()) : 0;
            }
        }
        return new PlanSummary(
                nodes.size(),
                integerNodes,
                heavy,
                integerHeavy,
                unknown ? -1 : macs,
                unknown ? -1 : integerMacs,
                plan.tensors().size(),
                Collections.unmodifiableMap(integerBy),
                Collections.unmodifiableMap(floatBy),
                plan.warnings());
    }

    /** The share of the multiplications that run in integers, 0 … 1; NaN when it is not known. */
    public double integerShare() {
        return macs <= 0 || integerMacs < 0 ? Double.NaN : (double) integerMacs / macs;
    }

    private static String label(NodePlan n) {
        return n.operator()
                + " '"
                + n.name()
                + "'"
                + (n.detail().isEmpty() ? "" : " (" + n.detail() + ")");
    }
}
