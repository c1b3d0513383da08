package io.jquant.optimize;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.optimize.OptimizeReport.PassStatistics;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Time of the optimizer on made-up models of growing size: blocks of a convolution with all that
 * exporters leave around it. Run by {@code bench/optimizer.sh}.
 */
final class OptimizerBench {
    private static final int CHANNELS = 388; // 5,000 nodes hold 300 MB
    private static final int NODES_PER_BLOCK = 10;
    private static final int SLOWEST = 8;

    private final Graph graph = new Graph("bench");
    private int made;

    private OptimizerBench() {}

    /** {@code OptimizerBench [nodes]}. */
    public static void main(String[] args) {
        int most = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
        run(most / 8, false); // until loaded
        for (int nodes = most / 4; nodes <= most; nodes *= 2) {
            run(nodes, true);
        }
    }

    private static void run(int nodes, boolean printing) {
        OptimizerBench bench = new OptimizerBench();
        Model model = bench.model(nodes / NODES_PER_BLOCK);
        OptimizeReport r = Optimizer.optimize(model, OptimizeOptions.standard());
        if (!printing) {
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%5d nodes -> %5d, %4d MB of weights: %6.2f s, %d changes%n",
                r.nodesBefore(),
                r.nodesAfter(),
                (4L * CHANNELS * CHANNELS * (nodes / NODES_PER_BLOCK)) >> 20,
                r.millis() / 1000.0,
                r.steps().size());
        List<PassStatistics> slowest =
                r.passes().stream()
                        .sorted(Comparator.comparingLong(PassStatistics::millis).reversed())
                        .limit(SLOWEST)
                        .toList();
        for (PassStatistics p : slowest) {
            System.out.printf(
                    Locale.ROOT, "    %-28s %5d ms, %d calls%n", p.name(), p.millis(), p.calls());
        }
    }

    private Model model(int blocks) {
        Model model = new Model(graph);
        model.setIrVersion(8);
        model.opsets().put("", 17L);
        SymbolicShape shape = SymbolicShape.of(Shape.of(1, CHANNELS, 8, 8));
        Value x = graph.addValue("x", ValueType.tensor(ElementType.FLOAT, shape));
        graph.addInput(x);
        for (int i = 0; i < blocks; i++) {
            x = block(x);
        }
        graph.addOutput(x);
        return model;
    }

    /** Convolution, BatchNormalization, a hard swish in NHWC, a Reshape by Shape, a sum. */
    private Value block(Value x) {
        Value c = node("Conv", new Attributes(), x, weights(CHANNELS, CHANNELS, 1, 1));
        Value n =
                node(
                        "BatchNormalization",
                        new Attributes(),
                        c,
                        weights(CHANNELS),
                        weights(CHANNELS),
                        weights(CHANNELS),
                        weights(CHANNELS));
        Value t = node("Transpose", permutation(0, 2, 3, 1), n);
        Value a = node("Add", new Attributes(), t, scalar(3));
        Value b = node("Clip", new Attributes(), a, scalar(0), scalar(6));
        Value m = node("Mul", new Attributes(), t, b);
        Value d = node("Div", new Attributes(), m, scalar(6));
        Value u = node("Transpose", permutation(0, 3, 1, 2), d);
        Value r = node("Reshape", new Attributes(), u, node("Shape", new Attributes(), x));
        return node("Add", new Attributes(), x, r);
    }

    private static Attributes permutation(long... perm) {
        return Attributes.of(Attribute.of("perm", perm));
    }

    private Value node(String type, Attributes attributes, Value... inputs) {
        return graph.insert(null, type, type + made++, attributes, inputs);
    }

    private Value weights(long... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.25f + (i * 31 + made) % 97 / 97f;
        }
        return graph.addInitializer("w" + made++, Tensor.of(shape, values));
    }

    private Value scalar(float value) {
        return graph.addInitializer("k" + made++, Tensor.scalar(value));
    }
}
