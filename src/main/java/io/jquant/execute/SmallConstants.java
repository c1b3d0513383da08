package io.jquant.execute;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.operator.Operator;
import io.jquant.support.JquantException;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes small tensors that follow from constants and known shapes, without changing a graph. */
final class SmallConstants {
    private static final Logger LOG = LoggerFactory.getLogger(TypeInference.class);

    /** Longer tensors do not steer shapes. */
    private static final int LONGEST = 2048;

    /** Quantized weights are to stay what they are: their real values are no constants. */
    private static final Set<String> QUANTIZING =
            Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear");

    private final Facts facts;

    SmallConstants(Facts facts) {
        this.facts = facts;
    }

    /** Runs the node where all its inputs are small and known. */
    void compute(Node n, Operator operator, int opset) {
        if (QUANTIZING.contains(n.opType())
                || !NodeEvaluator.isPure(n)
                || facts.complaints().containsKey(n)) {
            return;
        }
        List<RuntimeValue> inputs = new ArrayList<>();
        for (Value v : n.inputs()) {
            Tensor t = v == null ? null : facts.constant(v);
            if (v != null && (t == null || t.shape().size() > LONGEST)) {
                return;
            }
            inputs.add(t);
        }
        List<RuntimeValue> results;
        try {
            results = NodeEvaluator.run(operator, n, opset, inputs, LONGEST);
        } catch (JquantException e) {
            LOG.debug("{} is not computed: {}", n, e.getMessage());
            facts.complaints().put(n, NodeErrors.reason(e));
            return;
        }
        for (int i = 0; results != null && i < results.size(); i++) {
            if (results.get(i) instanceof Tensor t && t.shape().size() <= LONGEST) {
                facts.setConstant(n.output(i), t);
                facts.setType(
                        n.output(i),
                        new ValueType.TensorType(t.type(), SymbolicShape.of(t.shape())));
            }
        }
    }
}
