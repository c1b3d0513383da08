package io.jquant.rewrite;

import io.jquant.graph.Node;
import io.jquant.grid.QuantParams;
import io.jquant.rewrite.Rule.WeightAxis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The TensorFlow Lite 8-bit quantization specification (and the rows that its converter adds),
 * mapped to ONNX operators.
 *
 * <p>Common to all rows: activations are int8 with one scale and zero point per tensor; weights are
 * int8 in [-127, 127] with zero point 0 and one scale per output channel; biases are int32 with
 * zero point 0 and the product of both scales.
 */
final class TfLiteSpec {
    private static final List<Rule> ROWS = rows();

    private static final Map<String, Rule> BY_OPERATOR = byOperator();

    private TfLiteSpec() {}

    /** The row that applies to a node, or null. */
    static Rule of(Node node) {
        Rule r = node.domain().isEmpty() ? BY_OPERATOR.get(node.opType()) : null;
        return r != null && r.when().test(node) ? r : null;
    }

    /** All rows. */
    static List<Rule> all() {
        return ROWS;
    }

    private static boolean always(Node n) {
        return true;
    }

    private static boolean hasTwoInputs(Node n) {
        return n.inputs().size() == 2 && n.input(0) != null && n.input(1) != null;
    }

    private static List<Rule> rows() {
        List<Rule> t = new ArrayList<>();
        heavy(t, "CONV_2D, DEPTHWISE_CONV_2D", "Conv", 1, WeightAxis.FIRST);
        heavy(t, "TRANSPOSE_CONV", "ConvTranspose", 1, WeightAxis.SECOND);
        heavy(t, "FULLY_CONNECTED", "Gemm", 2, WeightAxis.BY_TRANS_B);
        heavy(t, "FULLY_CONNECTED, BATCH_MATMUL", "MatMul", 2, WeightAxis.LAST);

        same(t, "AVERAGE_POOL_2D", 1, "AveragePool");
        same(t, "MAX_POOL_2D", 1, "MaxPool", "GlobalMaxPool");
        same(t, "CONCATENATION", Rule.ALL, "Concat");
        same(t, "RESHAPE, SQUEEZE", 1, "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity");
        same(t, "TRANSPOSE", 1, "Transpose");
        same(t, "GATHER", 1, "Gather", "GatherElements");
        same(t, "SLICE, STRIDED_SLICE", 1, "Slice");
        same(t, "SPLIT", 1, "Split");
        same(t, "TILE, BROADCAST_TO", 1, "Tile", "Expand");
        same(t, "PAD, PADV2, MIRROR_PAD", 1, "Pad");
        same(t, "RESIZE_BILINEAR, RESIZE_NEAREST_NEIGHBOR", 1, "Resize");
        same(t, "SPACE_TO_DEPTH, DEPTH_TO_SPACE", 1, "SpaceToDepth", "DepthToSpace");
        same(t, "MAXIMUM, MINIMUM", Rule.ALL, "Max", "Min");
        same(t, "REDUCE_MAX, REDUCE_MIN", 1, "ReduceMax", "ReduceMin");

        fixed(t, "LOGISTIC", "Sigmoid", 1f / 256, -128, TfLiteSpec::always);
        fixed(t, "SOFTMAX", "Softmax", 1f / 256, -128, TfLiteSpec::always);
        fixed(t, "TANH", "Tanh", 1f / 128, 0, TfLiteSpec::always);
        fixed(t, "LOG_SOFTMAX", "LogSoftmax", 16f / 256, 127, TfLiteSpec::always);
        fixed(
                t,
                "L2_NORMALIZATION",
                "LpNormalization",
                1f / 128,
                0,
                n -> n.attributes().getInt("p", 2) == 2);

        own(t, "ADD", 2, TfLiteSpec::always, "Add");
        own(t, "ADD", 2, TfLiteSpec::hasTwoInputs, "Sum");
        own(t, "SUB", 2, TfLiteSpec::always, "Sub");
        own(t, "MUL", 2, TfLiteSpec::always, "Mul");
        own(t, "MEAN", 1, TfLiteSpec::always, "ReduceMean", "GlobalAveragePool");
        own(t, "SUM", 1, TfLiteSpec::always, "ReduceSum");

        for (String op : List.of("Relu", "Clip")) {
            t.add(
                    new Rule(
                            "RELU, RELU6, RELU_N1_TO_1",
                            op,
                            RuleKind.CLAMP,
                            1,
                            null,
                            WeightAxis.NONE,
                            TfLiteSpec::always));
        }
        inputOnly(t, "ARG_MAX, ARG_MIN", 1, "ArgMax", "ArgMin");
        inputOnly(
                t,
                "LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL",
                2,
                "Less",
                "LessOrEqual",
                "Greater",
                "GreaterOrEqual",
                "Equal");
        return Collections.unmodifiableList(t);
    }

    private static void heavy(List<Rule> t, String row, String op, int operands, WeightAxis axis) {
        t.add(new Rule(row, op, RuleKind.HEAVY, operands, null, axis, TfLiteSpec::always));
    }

    private static void same(List<Rule> t, String row, int operands, String... ops) {
        add(t, row, RuleKind.SAME_SCALE, operands, TfLiteSpec::always, ops);
    }

    private static void own(
            List<Rule> t, String row, int operands, Predicate<Node> when, String... ops) {
        add(t, row, RuleKind.OWN_SCALE, operands, when, ops);
    }

    private static void inputOnly(List<Rule> t, String row, int operands, String... ops) {
        add(t, row, RuleKind.INPUT_ONLY, operands, TfLiteSpec::always, ops);
    }

    private static void add(
            List<Rule> t,
            String row,
            RuleKind kind,
            int operands,
            Predicate<Node> when,
            String... ops) {
        for (String op : ops) {
            t.add(new Rule(row, op, kind, operands, null, WeightAxis.NONE, when));
        }
    }

    private static void fixed(
            List<Rule> t, String row, String op, float scale, int zero, Predicate<Node> when) {
        t.add(
                new Rule(
                        row,
                        op,
                        RuleKind.FIXED,
                        1,
                        new QuantParams(scale, zero),
                        WeightAxis.NONE,
                        when));
    }

    private static Map<String, Rule> byOperator() {
        Map<String, Rule> out = new HashMap<>();
        for (Rule r : ROWS) {
            if (out.put(r.operator(), r) != null) {
                throw new IllegalStateException("two rows for " + r.operator());
            }
        }
        return out;
    }
}
