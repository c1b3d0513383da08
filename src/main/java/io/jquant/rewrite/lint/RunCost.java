package io.jquant.rewrite.lint;

import io.jquant.graph.MacCount;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.SymbolicShape;
import java.util.Map;

/**
 * What operators cost in ONNX Runtime on one thread, in nanoseconds: good enough to tell which of
 * two files of one model is faster, no more. Measured between two convolutions on 64 x 56 x 56
 * elements; the table of docs/performance.md, made on the machine that it names. Sizes that are not
 * known count as 1.
 */
final class RunCost {
    /** What any node costs, whatever its size. */
    private static final double NODE = 1500;

    private static final double QUANTIZE = 0.13;
    private static final double DEQUANTIZE = 0.12;

    /** Multiplications of heavy operators. */
    private static final Row MAC = new Row(0.006, 0.02);

    private static final Row OTHER = new Row(0.15, 0.15);

    /** Per element of the larger of input and output. */
    private static final Map<String, Row> ROWS =
            Map.ofEntries(
                    Map.entry("Add", new Row(0.18, 0.15)),
                    Map.entry("AveragePool", new Row(17, 0.44)),
                    Map.entry("Clip", new Row(0, 0.12)),
                    Map.entry("Concat", new Row(0.16, 0.11)),
                    Map.entry("DepthToSpace", new Row(1.1, 1.1)),
                    Map.entry("Erf", new Row(0.3, 0.3)),
                    Map.entry("Flatten", new Row(0, 0)),
                    Map.entry("GlobalAveragePool", new Row(0.19, 0.19)),
                    Map.entry("HardSigmoid", new Row(0.18, 0.18)),
                    Map.entry("HardSwish", new Row(0.33, 0.33)),
                    Map.entry("LeakyRelu", new Row(0.24, 0.19)),
                    Map.entry("MaxPool", new Row(0.25, 0.43)),
                    Map.entry("Mul", new Row(0.22, 0.16)),
                    Map.entry("PRelu", new Row(4.9, 4.9)),
                    Map.entry("Relu", new Row(0, 0.12)),
                    Map.entry("Reshape", new Row(0, 0)),
                    Map.entry("Resize", new Row(0.9, 0.6)),
                    Map.entry("Sigmoid", new Row(0.24, 0.29)),
                    Map.entry("Softmax", new Row(2.4, 0.4)),
                    Map.entry("Squeeze", new Row(0, 0)),
                    Map.entry("Sum", new Row(0.11, 0.11)),
                    Map.entry("Tanh", new Row(0.3, 0.3)),
                    Map.entry("Tile", new Row(0.05, 0.2)),
                    Map.entry("Transpose", new Row(0.06, 0.17)),
                    Map.entry("Unsqueeze", new Row(0, 0)));

    private record Row(double codes, double floats) {
        double of(boolean onCodes) {
            return onCodes ? codes : floats;
        }
    }

    private RunCost() {}

    static double of(Node n, boolean onCodes) {
        if (MacCount.isHeavy(n)) {
            return NODE + MAC.of(onCodes) * MacCount.of(n);
        }
        if (!onCodes && isJoined(n)) {
            return 0;
        }
        double elements = Math.max(elements(n.input(0)), elements(n.output(0)));
        return NODE + ROWS.getOrDefault(n.opType(), OTHER).of(onCodes) * elements;
    }

    static double quantize(Value x) {
        return NODE + QUANTIZE * elements(x);
    }

    static double dequantize(Value x) {
        return NODE + DEQUANTIZE * elements(x);
    }

    /** The product of x · sigmoid(x), which is part of one operator. */
    private static boolean isJoined(Node n) {
        for (int i = 0; n.is("Mul") && i < 2; i++) {
            Value x = n.input(1 - i);
            Node s = n.input(i).producer();
            if (s != null
                    && s.is("Sigmoid")
                    && s.input(0) == x
                    && !Codes.isDequantize(x.producer())) {
                return true;
            }
        }
        return false;
    }

    private static double elements(Value v) {
        SymbolicShape s = v == null || v.tensorType() == null ? null : v.tensorType().shape();
        double product = 1;
        for (int i = 0; s != null && i < s.rank(); i++) {
            product *= Math.max(1, s.size(i));
        }
        return product;
    }
}
