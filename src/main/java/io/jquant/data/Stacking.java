package io.jquant.data;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.support.Problem;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts several samples of batch 1 together for a model whose batch is fixed above 1. Inputs that
 * fit as they are must be the same in all of them and are taken once.
 */
final class Stacking {
    private final ModelInputs model;

    Stacking(ModelInputs model) {
        this.model = model;
    }

    /** How many samples like this one make up a batch of the model; 1 when it fits as it is. */
    int factor(Map<String, SampleReader.Item> items) {
        int factor = 1;
        for (Map.Entry<String, SampleReader.Item> e : items.entrySet()) {
            SymbolicShape want = model.get(e.getKey()).shape();
            if (!needsStacking(e.getValue().tensor(), want)) {
                continue;
            }
            long batch = want.size(0);
            if (batch > Integer.MAX_VALUE || (factor != 1 && factor != batch)) {
                return 1; // different batches: the check of the shapes tells
            }
            factor = (int) batch;
        }
        return factor;
    }

    private static boolean needsStacking(Tensor t, SymbolicShape want) {
        return want != null
                && want.rank() > 0
                && t.rank() == want.rank()
                && want.size(0) > 1
                && t.dim(0) == 1
                && SampleCheck.fits(t.shape().withDim(0, want.size(0)), want, 0);
    }

    /** One batch of these samples. */
    Map<String, SampleReader.Item> stack(List<Map<String, SampleReader.Item>> parts) {
        Map<String, SampleReader.Item> first = parts.get(0);
        Map<String, SampleReader.Item> out = new LinkedHashMap<>();
        first.forEach(
                (name, item) -> {
                    ModelInput input = model.get(name);
                    boolean joins = needsStacking(item.tensor(), input.shape());
                    List<Tensor> tensors = new ArrayList<>();
                    for (Map<String, SampleReader.Item> p : parts) {
                        tensors.add(same(item, p.get(name), input, joins));
                    }
                    out.put(
                            name,
                            joins
                                    ? new SampleReader.Item(Slices.joined(tensors), item.from())
                                    : item);
                });
        return out;
    }

    private static Tensor same(
            SampleReader.Item first, SampleReader.Item other, ModelInput input, boolean joins) {
        if (other == null || !first.tensor().shape().equals(other.tensor().shape())) {
            throw Problem.SAMPLE_STACK.with(
                    other == null ? first.from() : other.from(),
                    "input '" + input.name() + "' has another shape than in " + first.from(),
                    "give samples of one shape");
        }
        if (!joins && !equal(first.tensor(), other.tensor())) {
            throw Problem.SAMPLE_STACK.with(
                    other.from(),
                    "input '"
                            + input.name()
                            + "' has no batch axis and other values than in "
                            + first.from(),
                    "give samples that are batches already");
        }
        return other.tensor();
    }

    private static boolean equal(Tensor a, Tensor b) {
        int n = a.size() * a.type().entriesPerElement();
        return switch (a.type().storage()) {
            case FLOATS -> java.util.Arrays.equals(a.floats(), 0, n, b.floats(), 0, n);
            case DOUBLES -> java.util.Arrays.equals(a.doubles(), 0, n, b.doubles(), 0, n);
            case LONGS -> java.util.Arrays.equals(a.longs(), 0, n, b.longs(), 0, n);
            case INTS -> java.util.Arrays.equals(a.ints(), 0, n, b.ints(), 0, n);
            case SHORTS -> java.util.Arrays.equals(a.shorts(), 0, n, b.shorts(), 0, n);
            case BYTES -> java.util.Arrays.equals(a.bytes(), 0, n, b.bytes(), 0, n);
            case STRINGS -> {
                for (int i = 0; i < n; i++) {
                    if (!Objects.equals(a.strings()[i], b.strings()[i])) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }
}
