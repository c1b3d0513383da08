package io.jquant.calibrate;

import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which tensors of a model cannot be negative, by the operators that make them. */
final class NonNegative {
    private static final Set<String> ALWAYS =
            Set.of("Relu", "Sigmoid", "HardSigmoid", "Softmax", "Abs", "Exp", "Softplus", "Sqrt");

    /** Not negative when none of their float inputs is. */
    private static final Set<String> KEEPING =
            Set.of(
                    "MaxPool",
                    "AveragePool",
                    "GlobalAveragePool",
                    "GlobalMaxPool",
                    "Concat",
                    "Add",
                    "Mul",
                    "Reshape",
                    "Flatten",
                    "Squeeze",
                    "Unsqueeze",
                    "Transpose",
                    "Slice",
                    "Gather",
                    "Split",
                    "Identity",
                    "Dropout",
                    "DepthToSpace",
                    "SpaceToDepth",
                    "ReduceMean",
                    "ReduceMax",
                    "ReduceSum",
                    "Expand",
                    "Tile",
                    "Max");

    private final Set<String> found = new HashSet<>();

    NonNegative(Model model) {
        for (Node node : model.graph()) {
            if (isNonNegative(node)) {
                for (Value out : node.outputs()) {
                    if (out != null) {
                        found.add(out.name());
                    }
                }
            }
        }
    }

    boolean test(String tensor) {
        return found.contains(tensor);
    }

    private boolean isNonNegative(Node node) {
        if (!node.domain().isEmpty()) {
            return false;
        }
        List<Value> inputs = node.inputs();
        if (node.opType().equals("Clip")) {
            return inputs.size() > 1 && inputs.get(1) != null && isNonNegative(inputs.get(1));
        }
        if (KEEPING.contains(node.opType())) {
            return inputs.stream().allMatch(v -> v == null || isNonNegative(v));
        }
        return ALWAYS.contains(node.opType());
    }

    private boolean isNonNegative(Value value) {
        Tensor constant = value.constant();
        if (constant == null) {
            return found.contains(value.name());
        }
        if (constant.type() != ElementType.FLOAT) {
            return true; // a shape, indices
        }
        float[] x = constant.floats();
        for (int i = 0; i < constant.size(); i++) {
            if (!(x[i] >= 0)) {
                return false;
            }
        }
        return true;
    }
}
