package io.jquant.data;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Checks the shapes of a sample against the model's inputs, and makes the {@link Sample}. */
final class SampleCheck {
    private final ModelInputs model;

    SampleCheck(ModelInputs model) {
        this.model = model;
    }

    /** The checked sample; a sequence when the model is stateful and time axes are found. */
    Sample sample(String name, Map<String, SampleReader.Item> items) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Set<String> timed = new LinkedHashSet<>();
        String stepsFrom = null;
        int steps = 1;
        Symbols symbols = new Symbols();
        for (Map.Entry<String, SampleReader.Item> e : items.entrySet()) {
            ModelInput input = model.get(e.getKey());
            Tensor t = number(input, e.getValue().tensor());
            String from = e.getValue().from();
            if (fits(t.shape(), input.shape(), 0)) {
                symbols.add(input, t.shape(), 0, from);
            } else {
                t = timed(input, t);
                if (t == null) {
                    throw wrongShape(input, e.getValue().tensor().shape(), from);
                }
                if (stepsFrom != null && steps != t.dim(0)) {
                    throw Problem.SAMPLE_STEPS.with(from, stepsFrom, steps, input.name(), t.dim(0));
                }
                stepsFrom = input.name();
                steps = t.dim(0);
                timed.add(input.name());
                symbols.add(input, t.shape(), 1, from);
            }
            tensors.put(input.name(), t);
        }
        return timed.isEmpty()
                ? Sample.of(name, tensors)
                : Sample.sequence(name, tensors, timed, steps);
    }

    /**
     * A single number is one for an input without axes, as ONNX Runtime has it: [1] goes for [].
     */
    private static Tensor number(ModelInput input, Tensor t) {
        boolean one = input.shape() != null && input.shape().rank() == 0 && t.size() == 1;
        return one ? t.reshape(Shape.SCALAR) : t;
    }

    /**
     * The data of a stateful model's input with a time axis in front of the model's own axes; null
     * when it has none. Data whose first axis is time where the model has an axis of 1 gets this
     * axis behind it.
     */
    private Tensor timed(ModelInput input, Tensor t) {
        SymbolicShape want = input.shape();
        if (model.states().isEmpty()
                || model.states().contains(input.name())
                || t.rank() == 0
                || t.dim(0) < 1) {
            return null;
        }
        if (fits(t.shape(), want, 1)) {
            return t;
        }
        if (want.rank() == 0 || want.rank() != t.rank() || want.size(0) != 1) {
            return null;
        }
        long[] own = t.shape().toArray();
        long[] dims = new long[own.length + 1];
        dims[0] = own[0];
        dims[1] = 1;
        System.arraycopy(own, 1, dims, 2, own.length - 1);
        Shape withBatch = Shape.of(dims);
        return fits(withBatch, want, 1) ? t.reshape(withBatch) : null;
    }

    /** Does a shape, but for its first axes, fit what the model wants? */
    static boolean fits(Shape have, SymbolicShape want, int skip) {
        if (want == null) {
            return skip == 0;
        }
        if (have.rank() - skip != want.rank()) {
            return false;
        }
        for (int i = 0; i < want.rank(); i++) {
            if (want.dim(i).isKnown() && want.size(i) != have.longDim(i + skip)) {
                return false;
            }
        }
        return true;
    }

    private static JquantException wrongShape(ModelInput input, Shape have, String from) {
        return Problem.SAMPLE_SHAPE.with(
                from, input.name(), input.shape(), have, advice(have, input.shape()));
    }

    private static String advice(Shape have, SymbolicShape want) {
        if (have.rank() + 1 == want.rank()) {
            boolean batchOnly = fits(have, tail(want), 0);
            return batchOnly
                    ? "add a leading batch axis, such as x[None]"
                    : "the data needs " + want.rank() + " axes";
        }
        if (have.rank() == want.rank()
                && have.rank() > 0
                && want.size(0) >= 0
                && fits(have.withDim(0, want.size(0)), want, 0)) {
            return "save each sample to a file of its own";
        }
        return have.rank() == want.rank()
                ? "give data of the model's size"
                : "the data needs " + want.rank() + " axes";
    }

    private static SymbolicShape tail(SymbolicShape shape) {
        return new SymbolicShape(shape.dims().subList(1, shape.rank()));
    }

    /** Sizes that symbols have taken within a sample. */
    private static final class Symbols {
        private final Map<String, Long> sizes = new HashMap<>();
        private final Map<String, String> inputs = new HashMap<>();

        void add(ModelInput input, Shape have, int skip, String from) {
            if (input.shape() == null) {
                return;
            }
            for (int i = 0; i < input.shape().rank(); i++) {
                Dimension d = input.shape().dim(i);
                if (d.symbol() == null) {
                    continue;
                }
                long size = have.longDim(i + skip);
                Long before = sizes.putIfAbsent(d.symbol(), size);
                if (before == null) {
                    inputs.put(d.symbol(), input.name());
                } else if (before != size) {
                    throw Problem.SAMPLE_SYMBOL.with(
                            from, d.symbol(), before, inputs.get(d.symbol()), size, input.name());
                }
            }
        }
    }
}
