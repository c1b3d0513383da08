package io.jquant.rewrite;

import io.jquant.calibrate.ChannelStatistics;
import io.jquant.calibrate.TensorRange;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.grid.QuantParams;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.target.Trait;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes weights and biases of heavy operators. */
final class LinearWriter {
    /** Copies of tied weights may take so small a part of what all constants take as codes. */
    private static final int LEAST_PER_COPY = 8;

    private final Graph graph;
    private final QuantizationPlan plan;
    private final QdqWriter writer;
    private final Workers workers;
    private final WeightMemo memo;
    private final Map<Value, List<Written>> written = new HashMap<>();
    private final List<EmissionReport.Layer> layers = new ArrayList<>();
    private final long mayBeCopied;
    private long copied;

    /** Codes of a weight that stand in the graph; tied weights with the same codes share them. */
    private record Written(QuantizedWeights weights, Value value) {}

    /**
     * The Add that holds the bias of a MatMul.
     *
     * @param joined does the runtime make one Gemm of both? Its bias is int32 then: a float one the
     *     runtime would quantize itself, other ways of computing the file would not
     */
    record BiasAdd(Node node, boolean joined) {}

    /**
     * @param memo of the scales of weights; may be null
     */
    LinearWriter(
            Graph graph,
            QuantizationPlan plan,
            QdqWriter writer,
            Workers workers,
            WeightMemo memo) {
        this.graph = graph;
        this.plan = plan;
        this.writer = writer;
        this.workers = workers;
        this.memo = memo;
        long constants = graph.initializers().stream().mapToLong(v -> v.constant().size()).sum();
        boolean copies = plan.options().target().has(Trait.CHANGES_WEIGHTS);
        mayBeCopied = copies ? constants / LEAST_PER_COPY : 0;
    }

    List<EmissionReport.Layer> layers() {
        return layers;
    }

    /**
     * Quantizes a node's constant weight and its bias.
     *
     * @param x parameters of the first operand
     * @param second parameters of the second operand when it is no constant weight, else null
     * @param add the Add that holds the bias of a MatMul, or null
     * @param seen what calibration saw of the first operand; may be null
     */
    void write(Node n, QuantParams x, QuantParams second, BiasAdd add, TensorRange seen) {
        Value bias = add == null ? n.input(2) : biasOf(add.node(), n);
        float[] b = bias == null ? null : floats(n, bias);
        if (second != null) {
            if (bias != null) {
                writeBias(n, n, bias, b, null, x.scale(), new float[] {second.scale()});
            }
            return;
        }
        Value w = n.input(1);
        boolean perTensor = plan.options().perTensorWeights();
        WeightLayout layout = WeightLayout.of(n, w.constant(), perTensor);
        if (ChannelWidth.widensInput(n, w.constant(), plan.options().target())) {
            boolean few = w.constant().dim(0) < ChannelWidth.LEAST_OUTPUTS;
            layout = layout.withPairsWithin(w.constant().dim(1), few);
        }
        boolean returned = b == null ? !n.is("MatMul") : b.length == layout.channels();
        QuantizedWeights q =
                new WeightQuantizer(layout, floats(n, w), x.scale(), b)
                        .ranges(plan.options().weightRanges(), moments(n, layout, seen))
                        .remembered(slot(n, w.constant(), seen))
                        .returningMeans(returned)
                        .on(workers)
                        .quantize(guard(n, layout, x, seen));
        layers.add(
                new EmissionReport.Layer(
                        n.label(), layout.channels(), q.guarded(), q.biasRaised()));
        n.setInput(1, place(n, w, perChannelOfGroup(n, w, q)));
        Constants.dropUnread(w);
        if (add != null && add.joined() && isSized(n.input(0))) {
            writeBias(add.node(), n, bias, b, q.biasShift(), x.scale(), q.scales());
        } else if (add != null) {
            shiftConstant(add.node(), bias, b, q.biasShift());
            shapeBias(add.node(), n, add.joined());
        } else if (!n.is("MatMul") && (bias != null || q.biasShift() != null)) {
            float[] given = b == null ? new float[layout.channels()] : b;
            writeBias(n, n, bias, given, q.biasShift(), x.scale(), q.scales());
        }
    }

    /** Runtimes join a MatMul and an Add only where they know every size of what is multiplied. */
    private static boolean isSized(Value v) {
        SymbolicShape s = Facts.shape(v);
        return s != null && s.isKnown();
    }

    private WeightMemo.Slot slot(Node n, Tensor weight, TensorRange seen) {
        return memo == null
                ? null
                : memo.slot(
                        n.output(0).name(),
                        weight,
                        seen == null ? null : seen.channels(),
                        plan.options());
    }

    /**
     * A transposed convolution with groups has one scale, since the axis of its output channels
     * counts those of one group; it is written once for each of them.
     */
    private QuantizedWeights perChannelOfGroup(Node n, Value w, QuantizedWeights q) {
        int channels = w.constant().rank() < 2 ? 1 : w.constant().dim(1);
        if (!n.is("ConvTranspose")
                || q.axis() >= 0
                || channels == 1
                || plan.options().perTensorWeights()) {
            return q;
        }
        float[] scales = new float[channels];
        Arrays.fill(scales, q.scales()[0]);
        return new QuantizedWeights(
                q.codes(), scales, 1, q.biasShift(), q.guarded(), q.biasRaised());
    }

    private static Value biasOf(Node add, Node product) {
        return add.input(add.input(0) == product.output() ? 1 : 0);
    }

    private static float[] floats(Node n, Value v) {
        if (!Constants.isFinite(v.constant())) {
            throw Problem.WEIGHT_NOT_FINITE.with(n.label(), v.name());
        }
        return v.constant().floats();
    }

    /** Mean and variance of each input channel, or null when they are not known. */
    private static InputMoments moments(Node n, WeightLayout layout, TensorRange seen) {
        ChannelStatistics per = seen == null ? null : seen.channels();
        return per == null
                        || per.axis() != InputCodes.channelAxis(n)
                        || per.channels() != channels(layout)
                ? null
                : InputMoments.of(per);
    }

    /** Input channels, all groups together. */
    private static int channels(WeightLayout layout) {
        int perGroup = Arrays.stream(layout.input()).max().orElse(0) + 1;
        int first = Arrays.stream(layout.inputBase()).max().orElse(0);
        return first + perGroup;
    }

    private PairSumGuard guard(Node n, WeightLayout layout, QuantParams x, TensorRange seen) {
        int limit = plan.options().pairSumLimit();
        boolean single = n.is("Conv") && ChannelGroups.areSingle(n, n.input(1).constant());
        if (limit == 0 || single || n.is("ConvTranspose")) {
            return null;
        }
        return InputCodes.guard(n, channels(layout), x, seen, limit);
    }

    /** Is there room for codes of a tied weight that stand in the file already? */
    private boolean mayCopy(int codes) {
        boolean room = copied + codes <= mayBeCopied;
        copied += room ? codes : 0;
        return room;
    }

    private Value place(Node n, Value w, QuantizedWeights q) {
        List<Written> all = written.computeIfAbsent(w, k -> new ArrayList<>());
        Written same =
                all.stream()
                        .filter(
                                old ->
                                        old.weights().axis() == q.axis()
                                                && Arrays.equals(old.weights().codes(), q.codes())
                                                && Arrays.equals(
                                                        old.weights().scales(), q.scales()))
                        .findFirst()
                        .orElse(null);
        if (same != null && !mayCopy(q.codes().length)) {
            return same.value();
        }
        Value dq = writer.weight(n, w, q);
        all.add(new Written(q, dq));
        return dq;
    }

    /**
     * @param reader what reads the bias: the node, or the Add behind it
     */
    private void writeBias(
            Node reader,
            Node n,
            Value bias,
            float[] b,
            double[] shift,
            float inputScale,
            float[] scales) {
        if (plan.options().target().has(Trait.FLOAT_BIASES)) {
            writeFloatBias(n, bias, b, shift);
            return;
        }
        float[] products = new float[scales.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = inputScale * scales[i];
        }
        int[] codes = new int[b.length];
        for (int c = 0; c < codes.length; c++) {
            double real = b[c] + (shift == null ? 0 : shift[c]);
            double code = Math.rint(real / products[products.length == 1 ? 0 : c]);
            // Weight scales were chosen so that this does not saturate; a computed second operand
            // leaves no choice.
            double limit = WeightQuantizer.BIAS_LIMIT * 1.5;
            codes[c] = (int) Math.max(-limit, Math.min(limit, code));
        }
        String base = bias == null ? n.input(1).producer().name() : bias.name();
        if (bias == null) {
            base = base.substring(0, base.lastIndexOf('/')) + "_bias";
        }
        int input = reader == n ? 2 : reader.input(0) == bias ? 0 : 1;
        reader.setInput(input, writer.bias(reader, base, codes, products));
        Constants.dropUnread(bias);
    }

    private void writeFloatBias(Node n, Value bias, float[] b, double[] shift) {
        if (shift == null) {
            return;
        }
        float[] moved = new float[b.length];
        for (int c = 0; c < moved.length; c++) {
            moved[c] = (float) (b[c] + shift[c]);
        }
        String base = bias == null ? NodePlans.key(n) + "_bias" : bias.name() + "_corrected";
        n.setInput(2, graph.addInitializer(base, Tensor.of(Shape.of(moved.length), moved)));
        Constants.dropUnread(bias);
    }

    /** A bias that stays float. */
    private void shiftConstant(Node add, Value bias, float[] b, double[] shift) {
        if (shift == null) {
            return;
        }
        float[] moved = new float[b.length];
        for (int c = 0; c < moved.length; c++) {
            moved[c] = (float) (b[c] + shift[c]);
        }
        Value v =
                graph.addInitializer(
                        bias.name() + "_corrected", Tensor.of(bias.constant().shape(), moved));
        add.setInput(add.input(0) == bias ? 0 : 1, v);
        Constants.dropUnread(bias);
    }

    /** The constant of a MatMul's Add in the shape that makes the runtime join both, or not. */
    private void shapeBias(Node add, Node product, boolean joined) {
        Value bias = biasOf(add, product);
        Tensor t = bias.constant();
        int rank = joined ? 1 : Facts.rank(product.output());
        if (t.rank() == rank) {
            return;
        }
        long[] dims = new long[rank];
        Arrays.fill(dims, 1);
        dims[rank - 1] = t.size();
        Value v = graph.addInitializer(bias.name() + "_shaped", t.reshape(Shape.of(dims)));
        add.setInput(add.input(0) == bias ? 0 : 1, v);
        Constants.dropUnread(bias);
    }
}
