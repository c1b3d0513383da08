package io.jquant.rewrite;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets callers feed and read codes: the QuantizeLinear behind an input of an emitted model, and the
 * DequantizeLinear in front of an output, move out of the model to the caller, who is told their
 * parameters.
 */
public final class IoCodes {
    private static final Logger LOG = LoggerFactory.getLogger(IoCodes.class);

    /**
     * An input or output that holds codes: real = scale · (code − zeroPoint).
     *
     * @param input input or output?
     */
    public record Port(String name, boolean input, ElementType type, float scale, int zeroPoint) {}

    private final Graph graph;
    private final List<Port> ports = new ArrayList<>();

    private IoCodes(Graph graph) {
        this.graph = graph;
    }

    /**
     * Changes a model in place that was emitted from a plan whose options ask for quantized inputs
     * or outputs.
     *
     * @param inputs type of the codes of inputs, or null when they stay float
     * @param outputs the same for outputs
     */
    public static List<Port> apply(Model model, ElementType inputs, ElementType outputs) {
        IoCodes io = new IoCodes(model.graph());
        if (inputs != null) {
            io.graph.inputs().stream()
                    .filter(IoCodes::isFloatData)
                    .forEach(v -> io.input(v, inputs));
        }
        if (outputs != null) {
            new LinkedHashSet<>(io.graph.outputs())
                    .stream().filter(IoCodes::isFloatData).forEach(v -> io.output(v, outputs));
        }
        return List.copyOf(io.ports);
    }

    private static boolean isFloatData(Value v) {
        return v.constant() == null
                && v.tensorType() != null
                && v.tensorType().element() == ElementType.FLOAT;
    }

    private void input(Value v, ElementType type) {
        Node q = v.soleReader();
        if (q == null || !q.is("QuantizeLinear") || q.graph() != graph) {
            LOG.warn(
                    "input '{}' stays float: it has no calibrated range, or nothing reads it",
                    v.name());
            return;
        }
        if (stored(q) == type) {
            Value codes = q.output(0);
            v.setType(QdqWriter.typed(v, type));
            graph.replaceAllUses(codes, v);
            note(v, true, q);
            graph.removeNode(q);
        } else {
            Value zero = shifted(q, type);
            Value real =
                    graph.addFreshValue(v.name() + "_float", QdqWriter.typed(v, ElementType.FLOAT));
            Node d =
                    graph.insertNode(
                            q,
                            v.name() + "/input",
                            "",
                            "DequantizeLinear",
                            new Attributes(),
                            List.of(v, q.input(1), zero),
                            List.of(real));
            q.setInput(0, real);
            v.setType(QdqWriter.typed(v, type));
            note(v, true, d);
        }
    }

    private void output(Value v, ElementType type) {
        Node d = v.producer();
        if (d == null || !d.is("DequantizeLinear") || d.graph() != graph) {
            LOG.warn("output '{}' stays float: it has no calibrated range", v.name());
            return;
        }
        Value codes = d.input(0);
        if (v.useCount() > 0) {
            Value real =
                    graph.addFreshValue(
                            v.name() + "_dequantized", QdqWriter.typed(v, ElementType.FLOAT));
            graph.insertNode(
                    d.next(),
                    d.name() + "_inner",
                    "",
                    d.opType(),
                    new Attributes(),
                    d.inputs(),
                    List.of(real));
            for (Use u : v.uses()) {
                u.node().setInput(u.index(), real);
            }
        }
        Node last = d;
        boolean direct = stored(d) == type && codes.producer() != null && !codes.isGraphOutput();
        if (direct) {
            last = codes.producer();
            note(v, false, d);
            int index = codes.outputIndex();
            graph.moveOutput(v, last, index);
            graph.replaceAllUses(codes, v);
            graph.removeNode(d);
            graph.removeValue(codes);
        } else {
            Value zero = shifted(d, type);
            Value real =
                    graph.addFreshValue(v.name() + "_float", QdqWriter.typed(v, ElementType.FLOAT));
            Node q =
                    graph.insertNode(
                            d.next(),
                            v.name() + "/output",
                            "",
                            "QuantizeLinear",
                            new Attributes(),
                            List.of(real, d.input(1), zero),
                            new ArrayList<>(Arrays.asList((Value) null)));
            graph.moveOutput(v, q, 0);
            graph.moveOutput(real, d, 0);
            note(v, false, q);
        }
        v.setType(QdqWriter.typed(v, type));
    }

    private void note(Value v, boolean input, Node pair) {
        Tensor zero = pair.input(2).constant();
        byte b = zero.bytes()[0];
        ports.add(
                new Port(
                        v.name(),
                        input,
                        zero.type(),
                        pair.input(1).constant().floats()[0],
                        zero.type() == ElementType.UINT8 ? b & 0xff : b));
    }

    private static ElementType stored(Node pair) {
        return pair.input(2).constant().type();
    }

    /** The zero point of a pair for codes of a type: the same real numbers. */
    private Value shifted(Node pair, ElementType type) {
        byte zero = pair.input(2).constant().bytes()[0];
        byte moved = stored(pair) == type ? zero : (byte) (zero ^ 0x80);
        return graph.addInitializer(
                pair.input(2).name() + "_" + type.name().toLowerCase(Locale.ROOT),
                Tensor.of(type, Shape.SCALAR, new byte[] {moved}));
    }
}
