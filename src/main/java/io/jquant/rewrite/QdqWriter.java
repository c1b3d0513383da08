package io.jquant.rewrite;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.grid.QuantParams;
import io.jquant.target.Target;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes QuantizeLinear and DequantizeLinear nodes. Everything about a tensor X is named after it:
 * {@code X/quantize} writes {@code X_quantized}, {@code X/dequantize} writes {@code X_dequantized},
 * parameters are {@code X_scale} and {@code X_zero_point}. A long name, which would stand in the
 * file a dozen times, lends its beginning and its end.
 */
final class QdqWriter {
    private static final int LONGEST_STEM = 64;

    private final Graph graph;
    private final Target target;
    private final Set<String> nodeNames = new HashSet<>();

    /** Initializers that hold a tensor's parameters. */
    record Parameters(Value scale, Value zeroPoint) {}

    QdqWriter(Graph graph, Target target) {
        this.graph = graph;
        this.target = target;
        graph.forEach(n -> nodeNames.add(n.name()));
    }

    /** Parameters of an activation: tensors of rank 0, as runtimes want them to drop a Clip. */
    Parameters parameters(String base, QuantParams p) {
        byte zero = (byte) (p.zeroPoint() + target.codeOffset());
        return new Parameters(
                graph.addInitializer(stem(base) + "_scale", Tensor.scalar(p.scale())),
                graph.addInitializer(
                        stem(base) + "_zero_point",
                        Tensor.of(target.activations(), Shape.SCALAR, new byte[] {zero})));
    }

    /** The codes of a value. */
    Value quantize(Node before, Value x, String base, Parameters p) {
        Value codes =
                graph.addFreshValue(stem(base) + "_quantized", typed(x, target.activations()));
        add(
                before,
                stem(base) + "/quantize",
                "QuantizeLinear",
                -1,
                List.of(x, p.scale(), p.zeroPoint()),
                codes);
        return codes;
    }

    /** The real numbers that codes stand for. */
    Value dequantize(Node before, Value codes, String base, Parameters p) {
        Value out =
                graph.addFreshValue(stem(base) + "_dequantized", typed(codes, ElementType.FLOAT));
        dequantizeTo(before, codes, base, p, out);
        return out;
    }

    /** As {@link #dequantize}, into a value that nothing produces; null leaves the output open. */
    Node dequantizeTo(Node before, Value codes, String base, Parameters p, Value out) {
        return add(
                before,
                stem(base) + "/dequantize",
                "DequantizeLinear",
                -1,
                List.of(codes, p.scale(), p.zeroPoint()),
                out);
    }

    /** A constant operand in the type of activations. */
    Value constant(Node before, Value c, QuantParams p) {
        Tensor t = c.constant();
        byte[] codes = new byte[t.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (p.quantize(t.floats()[i]) + target.codeOffset());
        }
        Value q =
                graph.addInitializer(
                        stem(c.name()) + "_quantized",
                        Tensor.of(target.activations(), t.shape(), codes));
        return dequantize(before, q, c.name(), parameters(c.name(), p));
    }

    /** An int8 weight. */
    Value weight(Node before, Value w, QuantizedWeights q) {
        String base = stem(w.name());
        Shape scales = q.axis() < 0 ? Shape.SCALAR : Shape.of(q.scales().length);
        Value codes =
                graph.addInitializer(
                        base + "_quantized",
                        Tensor.of(ElementType.INT8, w.constant().shape(), q.codes()));
        Value scale = graph.addInitializer(base + "_scale", Tensor.of(scales, q.scales()));
        // One zero point each: runtimes that turn weights to uint8 at load change it in place.
        Value zero =
                graph.addInitializer(base + "_zero_point", Tensor.zeros(ElementType.INT8, scales));
        Value out = graph.addFreshValue(base + "_dequantized", typed(codes, ElementType.FLOAT));
        add(
                before,
                base + "/dequantize",
                "DequantizeLinear",
                q.axis(),
                List.of(codes, scale, zero),
                out);
        return out;
    }

    /** An int32 bias; its zero point is left out, which means 0. */
    Value bias(Node before, String name, int[] codes, float[] scales) {
        String base = stem(name);
        Value q =
                graph.addInitializer(
                        base + "_quantized",
                        Tensor.of(ElementType.INT32, Shape.of(codes.length), codes));
        boolean one = scales.length == 1 && codes.length != 1;
        Value scale =
                graph.addInitializer(
                        base + "_scale",
                        Tensor.of(one ? Shape.SCALAR : Shape.of(scales.length), scales));
        Value out = graph.addFreshValue(base + "_dequantized", typed(q, ElementType.FLOAT));
        add(before, base + "/dequantize", "DequantizeLinear", one ? -1 : 0, List.of(q, scale), out);
        return out;
    }

    private static String stem(String name) {
        int cut = name.length() - LONGEST_STEM;
        if (cut <= 0) {
            return name;
        }
        int half = LONGEST_STEM / 2;
        int from = Character.isHighSurrogate(name.charAt(half - 1)) ? half - 1 : half;
        int to = name.length() - half;
        to += Character.isLowSurrogate(name.charAt(to)) ? 1 : 0;
        return name.substring(0, from) + "~" + name.substring(to);
    }

    private Node add(Node before, String name, String op, int axis, List<Value> inputs, Value out) {
        Attributes at =
                axis < 0 ? new Attributes() : Attributes.of(Attribute.of("axis", (long) axis));
        List<Value> outputs = new ArrayList<>(Arrays.asList(out));
        return graph.insertNode(before, nodeName(name), "", op, at, inputs, outputs);
    }

    private String nodeName(String base) {
        String name = base;
        for (int i = 1; !nodeNames.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }

    /**
     * The type with another element type. Names of sizes are left out: exporters give outputs of
     * the graph names that are wrong, and runtimes share memory between inner tensors by them.
     */
    static ValueType typed(Value like, ElementType element) {
        ValueType.TensorType t = like.tensorType();
        SymbolicShape shape = t == null ? null : t.shape();
        if (shape != null) {
            shape =
                    new SymbolicShape(
                            shape.dims().stream()
                                    .map(d -> d.isKnown() ? d : Dimension.UNKNOWN)
                                    .toList());
        }
        return ValueType.tensor(element, shape);
    }
}
