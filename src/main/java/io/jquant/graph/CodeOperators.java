package io.jquant.graph;

import java.util.Map;
import java.util.Set;

/**
 * The operators on codes that ONNX Runtime defines (domain {@code com.microsoft}) beside those of
 * ONNX, by the operator on real numbers that each stands for.
 */
public final class CodeOperators {
    public static final String DOMAIN = "com.microsoft";

    public static final String CONCAT = "QLinearConcat";

    private static final Map<String, String> UNARY =
            Map.of(
                    "AveragePool", "QLinearAveragePool",
                    "GlobalAveragePool", "QLinearGlobalAveragePool",
                    "LeakyRelu", "QLinearLeakyRelu",
                    "Sigmoid", "QLinearSigmoid",
                    "Softmax", "QLinearSoftmax");

    private static final Map<String, String> BINARY =
            Map.of("Add", "QLinearAdd", "Mul", "QLinearMul");

    private static final Set<String> MOVES =
            Set.of(
                    "DepthToSpace",
                    "Expand",
                    "Flatten",
                    "Gather",
                    "GatherElements",
                    "MaxPool",
                    "ReduceMax",
                    "ReduceMin",
                    "Reshape",
                    "Slice",
                    "Split",
                    "Squeeze",
                    "Tile",
                    "Transpose",
                    "Unsqueeze");

    private CodeOperators() {}

    /**
     * The form of an operator of one operand; inputs are codes, scale and zero point of the operand
     * and scale and zero point of the result. Null where there is none.
     */
    public static String unary(String operator) {
        return UNARY.get(operator);
    }

    /** The same for operators of two operands. */
    public static String binary(String operator) {
        return BINARY.get(operator);
    }

    /**
     * Does an operator only move or pick elements of its first input, so that it takes codes as
     * they are where both sides have the same parameters?
     */
    public static boolean moves(String operator) {
        return MOVES.contains(operator);
    }

    /** The operators of one operand that have such a form. */
    public static Set<String> unary() {
        return UNARY.keySet();
    }

    /** The operators of two operands that have such a form. */
    public static Set<String> binary() {
        return BINARY.keySet();
    }
}
