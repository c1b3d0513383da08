package io.jquant.graph;

import java.util.List;
import java.util.Map;

/**
 * What a node of an operator must look like.
 *
 * @param leastInputs inputs that must be there, left-out ones between others included
 * @param mostInputs {@link Integer#MAX_VALUE} when there is no bound
 * @param attributes the attributes that it may have
 * @param types the types of its inputs
 */
record Signature(
        int leastInputs,
        int mostInputs,
        int leastOutputs,
        int mostOutputs,
        Map<String, Parameter> attributes,
        InputTypes types) {
    /**
     * An attribute.
     *
     * @param type {@link AttributeType#OPAQUE} stands for any type that is not interpreted
     * @param required must it be given?
     */
    record Parameter(AttributeType type, boolean required) {}

    /**
     * What is wrong with a node, or null. Attributes that the operator does not have are ignored.
     */
    String problem(Node n) {
        int inputs = given(n.inputs());
        if (n.inputs().size() < leastInputs || inputs > mostInputs) {
            return "has " + inputs + " inputs, wants " + range(leastInputs, mostInputs);
        }
        int missing = types.missing(n.inputs());
        if (missing >= 0) {
            return "lacks input " + missing;
        }
        int outputs = given(n.outputs());
        if (n.outputs().size() < leastOutputs || outputs > mostOutputs) {
            return "has " + outputs + " outputs, wants " + range(leastOutputs, mostOutputs);
        }
        for (Map.Entry<String, Parameter> e : attributes.entrySet()) {
            Attribute a = n.attributes().get(e.getKey());
            Parameter p = e.getValue();
            if (a == null && p.required) {
                return "attribute '" + e.getKey() + "' is missing";
            }
            if (a != null && a.type() != p.type) {
                return "attribute '" + e.getKey() + "' is " + a.type() + ", must be " + p.type;
            }
        }
        return null;
    }

    /** How many there are up to the last one that is not left out. */
    private static int given(List<Value> values) {
        int n = values.size();
        while (n > 0 && values.get(n - 1) == null) {
            n--;
        }
        return n;
    }

    private static String range(int least, int most) {
        if (least == most) {
            return Integer.toString(least);
        }
        return most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
    }
}
