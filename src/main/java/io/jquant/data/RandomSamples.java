package io.jquant.data;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Made-up data: floats from the normal distribution, integers and bools 0 or 1. Sizes that the
 * model leaves open are 1 for the first axis, 224 for height and width of what looks like a
 * picture, else 16; the same symbol has the same size everywhere.
 */
final class RandomSamples implements SampleSource {
    private static final int PICTURE_SIDE = 224;
    private static final int OTHER_SIZE = 16;

    private final int size;
    private final long seed;
    private final Map<String, ElementType> types = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    RandomSamples(ModelInputs model, int size, long seed) {
        this.size = size;
        this.seed = seed;
        Map<String, Long> symbols = new HashMap<>();
        for (ModelInput i : model.required()) {
            types.put(i.name(), i.type());
            Shape shape = closed(i.shape(), symbols);
            requireRoom(i.name(), shape);
            shapes.put(i.name(), shape);
        }
    }

    private static void requireRoom(String input, Shape shape) {
        double elements = 1;
        for (long size : shape.toArray()) {
            elements *= size;
        }
        if (elements > Tensor.MAX_ELEMENTS) {
            throw Problem.TENSOR_TOO_LARGE.with(
                    "input '" + input + "'", String.format(Locale.ROOT, "%.0f", elements));
        }
    }

    private static Shape closed(SymbolicShape shape, Map<String, Long> symbols) {
        if (shape == null) {
            return Shape.of(1);
        }
        long[] dims = new long[shape.rank()];
        boolean channelsLast = shape.rank() == 4 && (shape.size(3) == 1 || shape.size(3) == 3);
        for (int i = 0; i < dims.length; i++) {
            boolean side = shape.rank() == 4 && (channelsLast ? i == 1 || i == 2 : i >= 2);
            long usual = i == 0 ? 1 : side ? PICTURE_SIDE : OTHER_SIZE;
            String symbol = shape.dim(i).symbol();
            if (shape.dim(i).isKnown()) {
                dims[i] = shape.size(i);
            } else if (symbol == null) {
                dims[i] = usual;
            } else {
                symbols.putIfAbsent(symbol, usual);
                dims[i] = symbols.get(symbol);
            }
        }
        return Shape.of(dims);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String name(int index) {
        return "random-" + index;
    }

    @Override
    public boolean isMadeUp() {
        return true;
    }

    @Override
    public Sample load(int index) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        long stream = Mix.of(seed, index);
        int number = 0;
        for (Map.Entry<String, ElementType> e : types.entrySet()) {
            out.put(
                    e.getKey(),
                    tensor(e.getValue(), shapes.get(e.getKey()), Mix.of(stream, number++)));
        }
        return Sample.of(name(index), out);
    }

    private static Tensor tensor(ElementType type, Shape shape, long seed) {
        Tensor out = Tensor.zeros(type, shape);
        int n = out.size();
        if (type == ElementType.FLOAT8E8M0) { // powers of two only: 1/2 and 1
            for (int i = 0; i < n; i++) {
                out.bytes()[i] = (byte) (126 + (Mix.of(seed, i) >>> 63));
            }
        } else if (type.isFloatingPoint()) {
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = (float) normal(seed, i);
            }
            TensorNumbers.store(values, out);
        } else if (type.isInteger() || type == ElementType.BOOL) {
            long[] values = new long[n];
            for (int i = 0; i < n; i++) {
                values[i] = Mix.of(seed, i) >>> 63;
            }
            TensorNumbers.store(values, out);
        } else if (type == ElementType.STRING) {
            java.util.Arrays.fill(out.strings(), "");
        }
        return out;
    }

    /** Box and Muller's transform; two normal numbers come from each pair of bits. */
    private static double normal(long seed, int index) {
        int pair = index / 2 * 2;
        double radius = StrictMath.sqrt(-2 * StrictMath.log(Mix.unit(Mix.of(seed, pair))));
        double angle = 2 * Math.PI * Mix.unit(Mix.of(seed, pair + 1));
        return radius * (index == pair ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }
}
