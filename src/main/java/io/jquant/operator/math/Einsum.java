package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Einsum: sums of products over named axes. */
public final class Einsum implements Operator {
    private static String equation(NodeView node) {
        String text = node.attributes().getString("equation", null);
        if (text == null) {
            throw new IllegalArgumentException("attribute 'equation' is missing");
        }
        return text;
    }

    @Override
    public void infer(Inference node) {
        int[] ranks = new int[node.inputCount()];
        for (int i = 0; i < ranks.length; i++) {
            if (node.shape(i) == null) {
                node.output(0, node.elementType(0), null);
                return;
            }
            ranks[i] = node.shape(i).rank();
        }
        EinsumEquation e = EinsumEquation.of(equation(node), ranks);
        Map<String, Dimension> sizes = new LinkedHashMap<>();
        for (int i = 0; i < ranks.length; i++) {
            for (int a = 0; a < ranks[i]; a++) {
                Dimension d = node.shape(i).dim(a);
                sizes.merge(
                        e.operands().get(i).get(a),
                        d,
                        (p, q) -> p.size() == 1 || (!p.isKnown() && q.size() != 1) ? q : p);
            }
        }
        List<Dimension> dims = new ArrayList<>();
        for (String axis : e.output()) {
            dims.add(sizes.getOrDefault(axis, Dimension.UNKNOWN));
        }
        node.output(0, node.elementType(0), new SymbolicShape(dims));
    }

    @Override
    public void run(Invocation call) {
        int count = call.inputCount();
        List<Tensor> tensors = new ArrayList<>();
        int[] ranks = new int[count];
        for (int i = 0; i < count; i++) {
            tensors.add(call.input(i));
            ranks[i] = call.input(i).rank();
        }
        EinsumEquation e = EinsumEquation.of(equation(call), ranks);
        Map<String, Integer> sizes = sizes(e, tensors);
        int[] outDims = new int[e.output().size()];
        for (int i = 0; i < outDims.length; i++) {
            Integer size = sizes.get(e.output().get(i));
            if (size == null) {
                throw new IllegalArgumentException(
                        "axis " + e.output().get(i) + " of the result is in no operand");
            }
            outDims[i] = size;
        }
        Tensor out = call.output(0, tensors.get(0).type(), Shape.of(outDims));
        if (out.type() == ElementType.FLOAT
                && count == 2
                && Contraction.run(call, e, sizes, tensors, out)) {
            return;
        }
        List<String> summed = new ArrayList<>(sizes.keySet());
        summed.removeAll(e.output());
        sum(call, e, sizes, summed, tensors, out);
    }

    /** The size of every axis; an axis of size 1 is broadcast. */
    private static Map<String, Integer> sizes(EinsumEquation e, List<Tensor> tensors) {
        Map<String, Integer> out = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            List<String> axes = e.operands().get(i);
            for (int a = 0; a < axes.size(); a++) {
                int size = tensors.get(i).dim(a);
                Integer known = out.get(axes.get(a));
                if (known != null && known != size && known != 1 && size != 1) {
                    throw new IllegalArgumentException(
                            "axis " + axes.get(a) + " has sizes " + known + " and " + size);
                }
                out.put(axes.get(a), known == null || known == 1 ? Integer.valueOf(size) : known);
            }
        }
        return out;
    }

    /** The step of an operand along an axis; the steps of an axis that is named twice add up. */
    static int stride(List<String> axes, Tensor t, String axis) {
        int[] strides = Axes.strides(t.shape().toIntArray());
        int out = 0;
        for (int a = 0; a < axes.size(); a++) {
            if (axes.get(a).equals(axis) && t.dim(a) != 1) {
                out += strides[a];
            }
        }
        return out;
    }

    /** Element by element. */
    private static void sum(
            Invocation call,
            EinsumEquation e,
            Map<String, Integer> sizes,
            List<String> summed,
            List<Tensor> tensors,
            Tensor out) {
        int[] sumDims = summed.stream().mapToInt(sizes::get).toArray();
        int[] outDims = out.shape().toIntArray();
        int n = tensors.size();
        int[][] outStrides = new int[n][];
        int[][] sumStrides = new int[n][];
        boolean real = out.type().isFloatingPoint();
        double[][] reals = new double[n][];
        long[][] wholes = new long[n][];
        for (int i = 0; i < n; i++) {
            Tensor t = tensors.get(i);
            List<String> axes = e.operands().get(i);
            outStrides[i] = e.output().stream().mapToInt(a -> stride(axes, t, a)).toArray();
            sumStrides[i] = summed.stream().mapToInt(a -> stride(axes, t, a)).toArray();
            reals[i] = real ? TensorNumbers.doubles(t) : null;
            wholes[i] = real ? null : TensorNumbers.longs(t);
        }
        int terms = Axes.product(sumDims);
        double[] realSums = new double[real ? out.size() : 0];
        long[] wholeSums = new long[real ? 0 : out.size()];
        Chunks.forEach(
                call.workers(),
                out.size(),
                terms,
                (from, to) -> {
                    int[] base = new int[n];
                    for (int o = from; o < to; o++) {
                        for (int i = 0; i < n; i++) {
                            base[i] = offset(o, outDims, outStrides[i]);
                        }
                        for (int s = 0; s < terms; s++) {
                            double product = 1;
                            long whole = 1;
                            for (int i = 0; i < n; i++) {
                                int at = base[i] + offset(s, sumDims, sumStrides[i]);
                                if (real) {
                                    product *= reals[i][at];
                                } else {
                                    whole *= wholes[i][at];
                                }
                            }
                            if (real) {
                                realSums[o] += product;
                            } else {
                                wholeSums[o] += whole;
                            }
                        }
                    }
                });
        if (real) {
            TensorNumbers.store(realSums, out);
        } else {
            TensorNumbers.store(wholeSums, out);
        }
    }

    private static int offset(int index, int[] dims, int[] strides) {
        int out = 0;
        int rest = index;
        for (int i = dims.length - 1; i >= 0; i--) {
            out += rest % dims[i] * strides[i];
            rest /= dims[i];
        }
        return out;
    }
}
