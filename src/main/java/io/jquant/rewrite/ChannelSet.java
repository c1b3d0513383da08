package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors between convolutions that must have the same channels: what depthwise convolutions
 * and functions of single elements read and write. It is whole when all of it begins and ends in
 * convolutions that can be given other weights. A Pad that adds channels leads to tensors that have
 * more of them.
 */
final class ChannelSet {
    private static final int MOST = 1000;

    /** Channels that fast kernels take, and half of that, from which on more of them pay. */
    private static final int UNIT = 16;

    private static final int LEAST = 8;

    /** Functions of each channel that give 0 for 0. */
    private static final Set<String> ZERO_KEPT =
            Set.of("GlobalAveragePool", "HardSwish", "LeakyRelu", "MaxPool", "Relu", "Tanh");

    /** Functions of each channel. */
    private static final Set<String> FUNCTIONS = Set.of("Clip", "HardSigmoid", "Sigmoid");

    private static final Set<String> PAIRWISE = Set.of("Add", "Max", "Min", "Mul", "Sub", "Sum");

    private final Graph graph;
    private final Map<Value, Integer> channels = new LinkedHashMap<>();
    private final Deque<Value> open = new ArrayDeque<>();
    private final Set<Node> writers = new LinkedHashSet<>();
    private final Set<Node> readers = new LinkedHashSet<>();
    private final Set<Node> depthwise = new LinkedHashSet<>();
    private final Set<Node> pads = new LinkedHashSet<>();
    private boolean needsZero;
    private boolean keepsZero = true;
    private boolean whole = true;

    private ChannelSet(Graph graph) {
        this.graph = graph;
    }

    /** The tensors that belong to one. */
    static ChannelSet around(Value v) {
        ChannelSet set = new ChannelSet(v.graph());
        set.whole = set.add(v);
        while (set.whole && !set.open.isEmpty()) {
            Value next = set.open.remove();
            set.whole = next.producer() != null && set.node(next.producer(), next);
            for (Use u : next.uses()) {
                set.whole = set.whole && set.node(u.node(), next);
            }
        }
        set.whole &= set.keepsZero || !set.needsZero;
        return set;
    }

    boolean isWhole() {
        return whole;
    }

    Set<Value> members() {
        return channels.keySet();
    }

    // ---- what belongs to it

    private boolean add(Value v) {
        if (v == null || v.isConstant() || v.isGraphOutput() || v.graph() != graph) {
            return false;
        }
        SymbolicShape s = Facts.shape(v);
        if (s == null || s.rank() != 4 || s.size(1) < 1 || channels.size() >= MOST) {
            return false;
        }
        if (channels.putIfAbsent(v, (int) s.size(1)) == null) {
            open.add(v);
        }
        return true;
    }

    private boolean node(Node n, Value via) {
        if (n.graph() != graph || !n.domain().isEmpty() || n.outputs().size() != 1) {
            return false;
        }
        String op = n.opType();
        if (op.equals("Conv")) {
            return convolution(n, via);
        }
        if (op.equals("Pad")) {
            return pad(n, via);
        }
        if (PAIRWISE.contains(op)) {
            return pairwise(n);
        }
        boolean pair = op.equals("QuantizeLinear") || op.equals("DequantizeLinear");
        if (pair) {
            Value scale = n.input(1);
            if (!scale.isConstant() || scale.constant().size() != 1) {
                return false;
            }
        } else if (FUNCTIONS.contains(op)) {
            ClampBounds b = ClampBounds.of(n, n.input(0));
            keepsZero &= b != null && b.containZero();
        } else if (!ZERO_KEPT.contains(op)) {
            return false;
        }
        return (via == n.input(0) || via == n.output()) && add(n.input(0)) && add(n.output());
    }

    private boolean convolution(Node n, Value via) {
        if (!WideWeights.canWiden(n) || (via != n.input(0) && via != n.output())) {
            return false;
        }
        if (WideWeights.isDepthwise(n)) {
            depthwise.add(n);
            return add(n.input(0)) && add(n.output());
        }
        if (n.attributes().getInt("group", 1) != 1) {
            return false;
        }
        if (via == n.output()) {
            writers.add(n);
            return true;
        }
        readers.add(n);
        // with an odd number of channels other weights would become neighbours in the kernel
        return WideWeights.codes(n).dim(1) % 2 == 0;
    }

    private boolean pairwise(Node n) {
        if (!add(n.output())) { // of four axes, or it is not added
            return false;
        }
        int count = channels.get(n.output());
        for (Value v : n.inputs()) {
            SymbolicShape s = Facts.shape(v);
            boolean single =
                    s != null && (s.rank() == 0 || (s.shape() != null && s.shape().size() == 1));
            keepsZero &= !single || n.is("Mul");
            boolean broadcast = s != null && s.rank() == 4 && s.size(1) == 1 && count > 1;
            boolean ok =
                    single
                            || (s != null
                                    && s.rank() == 4
                                    && (broadcast || (s.size(1) == count && add(v))));
            keepsZero &= !broadcast || n.is("Mul");
            if (!ok) {
                return false;
            }
        }
        return true;
    }

    private boolean pad(Node n, Value via) {
        long[] amounts = amounts(n);
        if (via == null || amounts == null || amounts.length != 8) {
            return false;
        }
        boolean plain =
                n.attributes().getString("mode", "constant").equals("constant")
                        && n.input(3) == null
                        && isZero(n.input(2))
                        && amounts[0] == 0
                        && amounts[4] == 0
                        && amounts[1] == 0
                        && amounts[5] >= 0;
        needsZero |= plain && amounts[5] > 0;
        pads.add(n);
        return plain && add(n.input(0)) && add(n.output());
    }

    private static boolean isZero(Value v) {
        Float value = v == null ? Float.valueOf(0) : Constants.scalar(v);
        return value != null && value == 0;
    }

    private static long[] amounts(Node pad) {
        Value v = pad.input(1);
        return v == null || !v.isConstant()
                ? null
                : Arrays.copyOf(v.constant().longs(), v.constant().size());
    }

    // ---- more of them

    /** Adds channels everywhere, unless there are enough. */
    void widen() {
        int unit = unit();
        boolean useful = false;
        for (int c : channels.values()) {
            useful |= c % unit != 0;
            if (up(c, unit) > 2 * c) {
                return;
            }
        }
        if (useful) {
            widen(unit);
        }
    }

    /**
     * Depthwise convolutions, and windows that make fewer channels than 16, are fast for multiples
     * of 16.
     */
    private int unit() {
        boolean few = false;
        for (Node d : depthwise) {
            few |= WideWeights.codes(d).dim(0) < LEAST;
        }
        boolean window = false;
        for (Node w : writers) {
            Tensor t = WideWeights.codes(w);
            few |= t.dim(0) < LEAST;
            window |= t.dim(0) < UNIT && t.size() > t.dim(0) * t.dim(1);
        }
        return !few && (window || !depthwise.isEmpty()) ? UNIT : 4;
    }

    private void widen(int unit) {
        for (Node n : readers) {
            WideWeights.widen(n, 0, more(n.input(0), unit));
        }
        for (Node n : writers) {
            WideWeights.widen(n, more(n.output(), unit), 0);
        }
        for (Node n : depthwise) {
            WideWeights.widen(n, more(n.output(), unit), 0);
        }
        List<Node> empty = new ArrayList<>();
        for (Node n : pads) {
            long[] amounts = amounts(n);
            amounts[5] += more(n.output(), unit) - more(n.input(0), unit);
            Value old = n.input(1);
            n.setInput(1, graph.addInitializer(old.name() + "_wide", Tensor.vector(amounts)));
            Constants.dropUnread(old);
            if (Arrays.stream(amounts).allMatch(a -> a == 0)) {
                empty.add(n);
            }
        }
        for (Map.Entry<Value, Integer> e : channels.entrySet()) {
            Value v = e.getKey();
            v.setType(widened(v, up(e.getValue(), unit)));
        }
        empty.forEach(this::remove);
    }

    private int more(Value v, int unit) {
        int c = channels.get(v);
        return up(c, unit) - c;
    }

    private static int up(int c, int unit) {
        return (c + unit - 1) / unit * unit;
    }

    /** The type with another number of channels. */
    static ValueType widened(Value v, long count) {
        ValueType.TensorType t = v.tensorType();
        SymbolicShape s = t == null ? null : t.shape();
        if (s == null || s.rank() < 2) {
            return v.type();
        }
        List<Dimension> dims = new ArrayList<>(s.dims());
        dims.set(1, Dimension.of(count));
        return ValueType.tensor(t.element(), new SymbolicShape(dims));
    }

    /** A Pad that has nothing left to add goes, and with it a pair that gives the same codes. */
    private void remove(Node pad) {
        Value from = pad.input(0);
        Value to = pad.output();
        List<Value> inputs = List.copyOf(pad.inputs());
        graph.replaceAllUses(to, from);
        graph.removeNode(pad);
        for (int i = 1; i < inputs.size(); i++) {
            Constants.dropUnread(inputs.get(i));
        }
        Node d = from.producer();
        if (!d.is("DequantizeLinear")) {
            return;
        }
        for (Use u : List.copyOf(from.uses())) {
            Node q = u.node();
            if (q.is("QuantizeLinear") && QOperatorForm.sameParameters(d, q)) {
                graph.replaceAllUses(q.output(), d.input(0));
                graph.removeNode(q);
            }
        }
        if (from.useCount() == 0) {
            graph.removeNode(d);
        }
    }
}
