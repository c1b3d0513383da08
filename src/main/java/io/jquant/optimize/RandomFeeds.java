package io.jquant.optimize;

import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Made-up inputs of a model: the same for the same seed. */
public final class RandomFeeds {
    private static final long MOST_ELEMENTS = 1L << 26;

    private RandomFeeds() {}

    /**
     * Inputs of the declared types; null when a type is not known, not a number, or too large.
     *
     * @param size of open axes, except that the first one of a tensor (the batch) is 1
     * @param signed are floats between -1 and 1, or between 0 and 1?
     */
    public static Map<String, Tensor> of(Model model, long seed, long size, boolean signed) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        Map<String, Long> symbols = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (Value v : model.graph().inputs()) {
            if (v.constant() != null) {
                continue;
            }
            ValueType.TensorType t = v.tensorType();
            if (t == null || t.element() == null || t.shape() == null) {
                return null;
            }
            Shape shape = shape(t.shape(), size, symbols);
            if (shape == null) {
                return null;
            }
            Tensor tensor = Tensor.zeros(t.element(), shape);
            if (!fill(tensor, random.split(), signed)) {
                return null;
            }
            out.put(v.name(), tensor);
        }
        return out;
    }

    private static Shape shape(SymbolicShape declared, long size, Map<String, Long> symbols) {
        long[] dims = new long[declared.rank()];
        long elements = 1;
        for (int i = 0; i < dims.length; i++) {
            Dimension d = declared.dim(i);
            long open = i == 0 ? 1 : size;
            if (d.isKnown()) {
                dims[i] = d.size();
            } else {
                dims[i] =
                        d.symbol() == null ? open : symbols.computeIfAbsent(d.symbol(), s -> open);
            }
            if (dims[i] != 0 && elements > MOST_ELEMENTS / dims[i]) {
                return null;
            }
            elements *= dims[i];
        }
        return Shape.of(dims);
    }

    private static boolean fill(Tensor t, SplittableRandom random, boolean signed) {
        int n = t.size();
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            double real = signed ? 2 * u - 1 : u;
            int whole = u < 0.5 ? 0 : 1; // an index into anything
            switch (t.type()) {
                case FLOAT -> t.floats()[i] = (float) real;
                case DOUBLE -> t.doubles()[i] = real;
                case INT64, UINT64 -> t.longs()[i] = whole;
                case INT32, UINT32 -> t.ints()[i] = whole;
                case INT16, UINT16 -> t.shorts()[i] = (short) whole;
                case UINT8 -> t.bytes()[i] = (byte) (int) (u * 256);
                case INT8 -> t.bytes()[i] = (byte) ((int) (u * 256) - 128);
                case BOOL -> t.bytes()[i] = (byte) whole;
                case STRING -> t.strings()[i] = "text";
                // Halves of 1: enough to run with.
                case FLOAT16 -> t.shorts()[i] = (short) (0x3800 + whole * 0x100);
                case BFLOAT16 -> t.shorts()[i] = (short) (0x3f00 + whole * 0x20);
                default -> {
                    return false;
                }
            }
        }
        return true;
    }
}
