package io.jquant.optimize;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The moves that passes are made of. Names of graph outputs always survive. */
public final class Rewrites {
    private Rewrites() {}

    /**
     * Takes away a node whose first output equals a value that exists before it; its other outputs
     * must not be read.
     *
     * @return false when the node must stay: its output is an output of the graph, and the value an
     *     input, a constant, or an output itself
     */
    public static boolean bypass(Node n, Value from) {
        Graph g = n.graph();
        Value out = n.output();
        if (!out.isGraphOutput()) {
            g.replaceAllUses(out, from);
            g.removeNode(n);
            return true;
        }
        Node producer = from.producer();
        if (producer == null || from.graph() != g || from.isGraphOutput()) {
            return false;
        }
        n.truncateInputs(0);
        g.moveOutput(out, producer, from.outputIndex());
        g.replaceAllUses(from, out);
        g.removeValue(from);
        g.removeNode(n);
        return true;
    }

    /** As {@link #bypass}, leaving an Identity where the node cannot go. */
    public static boolean bypassOrIdentity(Node n, Value from) {
        if (bypass(n, from)) {
            return true;
        }
        if (n.is("Identity")) {
            return false;
        }
        replace(n, "Identity", new Attributes(), from);
        return true;
    }

    /** Puts another node in the place of one, with the same outputs and the same name. */
    public static Node replace(Node n, String type, Attributes attributes, Value... inputs) {
        return replace(n, n.domain().isEmpty() ? "" : n.domain(), type, attributes, inputs);
    }

    /** As {@link #replace(Node, String, Attributes, Value...)}, in another domain. */
    public static Node replace(
            Node n, String domain, String type, Attributes attributes, Value... inputs) {
        Graph g = n.graph();
        List<Value> read = new ArrayList<>(Arrays.asList(inputs));
        while (!read.isEmpty() && read.get(read.size() - 1) == null) {
            read.remove(read.size() - 1);
        }
        Node other = g.insertNode(n, n.name(), domain, type, attributes, read, List.of());
        List<Value> outputs = new ArrayList<>(n.outputs());
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i) != null) {
                g.moveOutput(outputs.get(i), other, i);
            }
        }
        g.removeNode(n);
        return other;
    }

    /** A new node before another one, with one new output named after that node's output. */
    public static Value before(Node n, String type, Attributes attributes, Value... inputs) {
        Value named = n.outputs().isEmpty() ? null : n.output();
        String base = (named == null ? n.label() : named.name()) + "_" + type;
        return n.graph().insert(n, type, base, attributes, inputs);
    }

    /**
     * Takes away a node that alone reads another node's only output, letting that node produce its
     * output.
     */
    public static void absorb(Node gone, Node into) {
        Graph g = gone.graph();
        Value out = gone.output();
        Value old = into.output();
        gone.truncateInputs(0);
        g.moveOutput(out, into, 0);
        g.removeValue(old);
        g.removeNode(gone);
    }

    /**
     * Does the second node alone read the first one's only output, in the same graph? Then what
     * stands between them can be changed freely.
     */
    public static boolean isChain(Node producer, Node reader) {
        return producer != null
                && producer.graph() == reader.graph()
                && producer.outputs().size() == 1
                && producer.output() != null
                && producer.output().soleReader() == reader;
    }

    /**
     * Gives a node another constant as an input: the tensor of the initializer it has is replaced
     * when nobody else reads that, else a new initializer is made.
     */
    public static void setConstant(Node n, int index, Tensor t, String base) {
        Value old = n.input(index);
        if (old != null
                && old.constant() != null
                && old.isConstant()
                && old.graph() == n.graph()
                && old.soleReader() == n) {
            n.graph().setInitializer(old, t);
            old.setType(ValueType.tensor(t.type(), SymbolicShape.of(t.shape())));
            return;
        }
        n.setInput(index, n.graph().addInitializer(old == null ? base : old.name(), t));
    }

    /** Are all outputs behind the first unread, so that the node can be taken for its first? */
    public static boolean onlyFirstOutputIsRead(Node n) {
        for (int i = 1; i < n.outputs().size(); i++) {
            Value v = n.output(i);
            if (v != null && (v.useCount() > 0 || v.isGraphOutput())) {
                return false;
            }
        }
        return true;
    }
}
