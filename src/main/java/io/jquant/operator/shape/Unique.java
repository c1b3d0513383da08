package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Storages;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Unique: the different elements of a tensor, or the different slices along an axis. */
public final class Unique implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        boolean flat = !node.attributes().has("axis");
        node.output(
                0,
                node.elementType(0),
                flat
                        ? SymbolicShape.ofRank(1)
                        : in == null ? null : SymbolicShape.ofRank(in.rank()));
        for (int i = 1; i <= 3; i++) {
            node.output(i, ElementType.INT64, SymbolicShape.ofRank(1));
        }
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        boolean flat = !call.attributes().has("axis");
        Tensor t = flat ? in.reshape(Shape.of(in.size())) : in;
        int axis = Axes.normalize(call.attributes().getInt("axis", 0), t.rank());
        int size = t.dim(axis);
        int inner = (int) t.shape().size(axis + 1, t.rank());
        int outer = (int) t.shape().size(0, axis);
        Comparator<Integer> order = order(t, size, inner, outer);
        Integer[] sorted = new Integer[size];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, order.thenComparingInt(i -> i));
        List<Integer> firsts = new ArrayList<>();
        int[] group = new int[size];
        for (int i = 0; i < size; i++) {
            if (i == 0 || order.compare(sorted[i - 1], sorted[i]) != 0) {
                firsts.add(sorted[i]);
            }
            group[sorted[i]] = firsts.size() - 1;
        }
        int[] rank = new int[firsts.size()]; // where each group comes in the output
        Integer[] places = new Integer[rank.length];
        Arrays.setAll(places, i -> i);
        if (!call.attributes().getBoolean("sorted", true)) {
            Arrays.sort(places, Comparator.comparingInt(firsts::get));
        }
        for (int i = 0; i < places.length; i++) {
            rank[places[i]] = i;
        }
        Tensor out = call.output(0, t.type(), t.shape().withDim(axis, places.length));
        long[] indices = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            indices[i] = firsts.get(places[i]);
            for (int o = 0; o < outer; o++) {
                Storages.copy(
                        t.storage(),
                        (o * size + (int) indices[i]) * inner,
                        1,
                        out.storage(),
                        (o * places.length + i) * inner,
                        1,
                        inner);
            }
        }
        long[] inverse = new long[size];
        long[] counts = new long[places.length];
        for (int i = 0; i < size; i++) {
            inverse[i] = rank[group[i]];
            counts[rank[group[i]]]++;
        }
        call.forward(1, Tensor.vector(indices));
        call.forward(2, Tensor.vector(inverse));
        call.forward(3, Tensor.vector(counts));
    }

    /** Compares slices element by element. */
    private static Comparator<Integer> order(Tensor t, int size, int inner, int outer) {
        Comparator<Integer> element;
        if (t.type() == ElementType.STRING) {
            String[] s = t.strings();
            element = (a, b) -> s[a].compareTo(s[b]);
        } else if (t.type().isFloatingPoint()) {
            double[] d = TensorNumbers.doubles(t);
            element = (a, b) -> Double.compare(d[a] + 0.0, d[b] + 0.0);
        } else {
            long[] l = TensorNumbers.longs(t);
            element =
                    t.type() == ElementType.UINT64
                            ? (a, b) -> Long.compareUnsigned(l[a], l[b])
                            : (a, b) -> Long.compare(l[a], l[b]);
        }
        return (a, b) -> {
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < inner; i++) {
                    int c = element.compare((o * size + a) * inner + i, (o * size + b) * inner + i);
                    if (c != 0) {
                        return c;
                    }
                }
            }
            return 0;
        };
    }
}
