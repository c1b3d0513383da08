package io.jquant.rewrite;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.ValueType;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Lets an integer convolution of few output channels make several neighbouring columns at once: it
 * gets a kernel for each of them, shifted along the row, and as many times the stride. ONNX
 * Runtime's kernels on x86-64 compute 16 output channels whether there are as many or not, and
 * gather the input anew for each window; a depthwise convolution of few channels becomes a dense
 * one on the way. Channels-last, as the runtime has them, the columns of a block and the channels
 * of each already lie in the order of the result. Exact: what is added are weights of zero, and
 * columns behind the last one, which are cut off.
 */
final class ColumnBlocks {
    /** So many outputs are computed at a time. */
    private static final int UNIT = 16;

    private static final int MOST_COLUMNS = 64;
    private static final int MOST_OUTPUTS = 64;
    private static final int MOST_STEP = 64;

    /** A block that saves less than this share of the time is not worth larger weights. */
    private static final double LEAST_GAIN = 0.2;

    /** So many nanoseconds another byte of weights must save. */
    private static final double BYTE = 3;

    /** What a smaller block may take longer, as a share of the time before. */
    private static final double NEARLY = 0.02;

    /** All weights together may grow by so many bytes, or by this part of all constants. */
    private static final long LEAST_ROOM = 1 << 16;

    private static final long PART = 8;

    /** What stands between a convolution and its codes and becomes part of it. */
    private static final Set<String> CLAMPS = Set.of("Clip", "Relu");

    private final Node conv;
    private final Node quantize;
    private final SymbolicShape y;
    private final boolean depthwise;
    private final int outputs;
    private final int channels;
    private final int rows;
    private final int width;
    private final int stride;
    private int columns = 1;
    private double gain;

    private ColumnBlocks(Node conv, Node quantize) {
        this.conv = conv;
        this.quantize = quantize;
        y = Facts.shape(conv.output());
        depthwise = WideWeights.isDepthwise(conv);
        outputs = WideWeights.codes(conv).dim(0);
        channels = depthwise ? outputs : WideWeights.codes(conv).dim(1);
        rows = WideWeights.codes(conv).dim(2);
        width = WideWeights.codes(conv).dim(3);
        stride = (int) stride(conv, 1);
    }

    /** Changes a graph that was emitted with pairs, if the target asks for it. */
    static void apply(Graph graph, Target target) {
        if (!target.has(Trait.WIDE_CHANNELS)) {
            return;
        }
        long constants = graph.initializers().stream().mapToLong(v -> v.constant().size()).sum();
        long room = Math.max(LEAST_ROOM, constants / PART);
        List<ColumnBlocks> found =
                graph.nodes().stream()
                        .map(ColumnBlocks::of)
                        .filter(Objects::nonNull)
                        .sorted(Comparator.comparingDouble(b -> -b.gain / b.growth(b.columns)))
                        .toList();
        for (ColumnBlocks b : found) {
            if (b.growth(b.columns) <= room) {
                room -= b.growth(b.columns);
                b.write();
            }
        }
    }

    /** The best block for a node; null when there is none. */
    private static ColumnBlocks of(Node n) {
        SymbolicShape x = n.is("Conv") ? Facts.shape(n.input(0)) : null;
        SymbolicShape y = x == null ? null : Facts.shape(n.output());
        if (y == null || y.rank() != 4 || !isSized(x) || !isSized(y) || !WideWeights.canWiden(n)) {
            return null;
        }
        long groups = n.attributes().getInt("group", 1);
        boolean dense =
                n.attributes().getInt("dilations", 0, 1) == 1
                        && n.attributes().getInt("dilations", 1, 1) == 1;
        dense &= stride(n, 1) <= MOST_STEP && y.size(3) > 1;
        Node q = quantizer(n.output());
        if (q == null || !dense || (groups > 1 && !WideWeights.isDepthwise(n))) {
            return null;
        }
        ColumnBlocks b = new ColumnBlocks(n, q);
        boolean shifted = !b.depthwise && b.channels * b.stride % 2 != 0;
        if (shifted || b.outputs >= UNIT) { // shifted: others would be neighbours in the kernel
            return null;
        }
        b.choose();
        return b.columns == 1 ? null : b;
    }

    private static boolean isSized(SymbolicShape s) {
        return s.size(1) > 0 && s.size(2) > 0 && s.size(3) > 0;
    }

    /** The node that makes codes of a convolution's results; null when there is none. */
    private static Node quantizer(Value result) {
        Node reader = result.soleReader();
        if (reader == null || !reader.domain().isEmpty() || reader.input(0) != result) {
            return null;
        }
        if (CLAMPS.contains(reader.opType())) {
            return quantizer(reader.output());
        }
        boolean single = reader.is("QuantizeLinear") && WideWeights.isScalar(reader.input(1));
        return single && !reader.output().isGraphOutput() ? reader : null;
    }

    // ---- how many columns

    /** The smallest block that is nearly as fast as the fastest. */
    private void choose() {
        double before = (double) y.size(2) * y.size(3) * (depthwise ? depthwise() : dense(1));
        int most = Math.min(MOST_COLUMNS, MOST_OUTPUTS / outputs);
        double least = before;
        for (int p = 2; p <= most; p++) {
            least = Math.min(least, cost(p));
        }
        if (least > before * (1 - LEAST_GAIN)) {
            return;
        }
        columns = 2;
        while (cost(columns) > least + before * NEARLY) {
            columns++;
        }
        gain = before - cost(columns);
    }

    private double cost(int p) {
        double moved = blocks(p) * p == y.size(3) ? SPREAD : SPREAD + CUT;
        return y.size(2) * blocks(p) * dense(p) + moved + growth(p) * BYTE;
    }

    private long blocks(int p) {
        return (y.size(3) + p - 1) / p;
    }

    private int widthOf(int p) {
        return width + (p - 1) * stride;
    }

    /** Bytes that the weights grow by. */
    private long growth(int p) {
        long size = (long) p * outputs * channels * rows * widthOf(p);
        return size - WideWeights.codes(conv).size();
    }

    /*
     * Nanoseconds of ONNX Runtime on one thread, measured on AVX-512 with windows of 1 x 1 to 1 x 256
     * over 1 to 64 channels: the nodes behind the convolution; for a pixel of the result, what it
     * costs itself, a position of the window that is gathered, a byte that is copied there, and a
     * multiplication for 16 outputs.
     */

    private static final double SPREAD = 4500;
    private static final double CUT = 6000;
    private static final double PIXEL = 10;
    private static final double POSITION = 1.4;
    private static final double POINTER = 0.3;
    private static final double COPIED = 0.02;
    private static final double PRODUCTS = 0.088;

    private double dense(int p) {
        int made = p * outputs;
        double positions = (double) rows * widthOf(p);
        double depth = positions * channels;
        boolean direct = channels % 4 == 0 && made % 4 == 0 && made >= UNIT;
        double gathered = direct ? POINTER * positions : POSITION * positions + COPIED * depth;
        int units = (made + UNIT - 1) / UNIT;
        return PIXEL + gathered + PRODUCTS * depth * units;
    }

    /** Channels are computed one by one where they are no multiple of 8. */
    private double depthwise() {
        double products = (double) rows * width * channels;
        return PIXEL + (channels % 8 == 0 ? 0.05 : 0.4) * products;
    }

    // ---- writing them

    private void write() {
        long blocks = blocks(columns);
        setWindow(blocks * columns - y.size(3));
        WideWeights.shift(conv, columns, stride);
        for (Node n = conv; n != quantize; n = n.output().soleReader()) {
            retype(n.output(), blocks);
        }
        retype(quantize.output(), blocks);
        LastChain chain = new LastChain(placeholder(), "_columns", Facts.shape(quantize.output()));
        chain.reshape(y.size(0), y.size(2), blocks * columns, outputs);
        if (blocks * columns > y.size(3)) {
            chain.cutColumns(y.size(0), y.size(2), y.size(3), outputs);
        }
        chain.end(y.size(0), outputs, y.size(2), y.size(3));
    }

    /**
     * A window over all columns of a block, and room for those of the last one that are cut off.
     */
    private void setWindow(long more) {
        long[] pads = pads();
        pads[3] += more * stride;
        Attributes a = conv.attributes();
        a.remove("auto_pad");
        a.set(Attribute.of("pads", pads));
        a.set(Attribute.of("kernel_shape", new long[] {rows, widthOf(columns)}));
        a.set(Attribute.of("strides", new long[] {stride(conv, 0), (long) stride * columns}));
    }

    private static long stride(Node n, int axis) {
        return n.attributes().getInt("strides", axis, 1);
    }

    private long[] pads() {
        String auto = conv.attributes().getString("auto_pad", "NOTSET");
        long[] given = conv.attributes().getInts("pads");
        if (!auto.startsWith("SAME")) {
            return given == null || auto.equals("VALID") ? new long[4] : given.clone();
        }
        SymbolicShape x = Facts.shape(conv.input(0));
        long[] pads = new long[4];
        for (int i = 0; i < 2; i++) {
            long kernel = i == 0 ? rows : width;
            long both = (y.size(i + 2) - 1) * stride(conv, i) + kernel - x.size(i + 2);
            pads[i] = SpreadAxis.half(Math.max(0, both), auto);
            pads[i + 2] = Math.max(0, both) - pads[i];
        }
        return pads;
    }

    private void retype(Value v, long blocks) {
        ValueType.TensorType t = v.tensorType();
        ElementType element = t == null ? null : t.element();
        long made = (long) columns * outputs;
        v.setType(ValueType.tensor(element, SymbolicShape.of(y.size(0), made, y.size(2), blocks)));
    }

    /** A node that hands on the codes to all that read them. */
    private Node placeholder() {
        Value codes = quantize.output();
        List<Use> readers = codes.uses();
        String name = codes.name() + "_columns";
        Value same =
                conv.graph().insert(quantize.next(), "Identity", name, new Attributes(), codes);
        readers.forEach(u -> u.node().setInput(u.index(), same));
        return same.producer();
    }
}
