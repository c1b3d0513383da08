package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reshape: the target is an attribute before opset 5, an input since. */
public final class Reshape implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), shape(node));
    }

    private static SymbolicShape shape(Inference node) {
        long[] target = Arguments.isKnown(node, 1) ? Arguments.ints(node, 1, "shape") : null;
        if (target == null) {
            long rank = Arguments.length(node, 1);
            return rank < 0 ? null : SymbolicShape.ofRank(Math.toIntExact(rank));
        }
        SymbolicShape in = node.shape(0);
        boolean keepZero = node.attributes().getBoolean("allowzero", false);
        List<Dimension> out = new ArrayList<>();
        List<Dimension> rest = in == null ? null : Arguments.dims(in);
        for (int i = 0; i < target.length; i++) {
            boolean copied = target[i] == 0 && !keepZero;
            out.add(
                    copied
                            ? in != null && i < in.rank() ? in.dim(i) : Dimension.UNKNOWN
                            : Dimension.of(target[i]));
        }
        int open = indexOf(target, -1);
        if (open >= 0 && rest != null) {
            out.set(open, remaining(rest, out, open));
        }
        SymbolicShape result = new SymbolicShape(out);
        if (open < 0
                && in != null
                && in.isKnown()
                && result.isKnown()
                && in.shape().size() != result.shape().size()) {
            throw new IllegalArgumentException("shape " + in + " does not fit into " + result);
        }
        return result;
    }

    private static int indexOf(long[] list, long item) {
        for (int i = 0; i < list.length; i++) {
            if (list[i] == item) {
                return i;
            }
        }
        return -1;
    }

    /** What is left of the input's axes when those that the output names are taken away. */
    private static Dimension remaining(List<Dimension> in, List<Dimension> out, int open) {
        List<Dimension> rest = new ArrayList<>(in);
        long have = 1;
        long need = 1;
        for (int i = 0; i < out.size(); i++) {
            Dimension d = out.get(i);
            if (i == open) {
                continue;
            }
            if (d.isKnown()) {
                need *= d.size();
            } else if (d.symbol() == null || !rest.remove(d)) {
                return Dimension.UNKNOWN;
            }
        }
        rest.removeAll(Collections.singleton(Dimension.of(1)));
        Dimension symbol = null;
        for (Dimension d : rest) {
            if (d.isKnown()) {
                have *= d.size();
            } else if (symbol == null) {
                symbol = d;
            } else {
                return Dimension.UNKNOWN;
            }
        }
        if (need <= 0 || have % need != 0) {
            return Dimension.UNKNOWN;
        }
        if (symbol == null) {
            return Dimension.of(have / need);
        }
        return have == need ? symbol : Dimension.UNKNOWN;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        long[] target = Arguments.ints(call, 1, "shape");
        if (target == null) {
            throw new IllegalArgumentException("no target shape is given");
        }
        boolean keepZero = call.attributes().getBoolean("allowzero", false);
        call.forward(0, in.reshape(resolve(in.shape(), target.clone(), keepZero)));
    }

    static Shape resolve(Shape in, long[] target, boolean keepZero) {
        String text = Arrays.toString(target);
        long known = 1;
        int open = -1;
        for (int i = 0; i < target.length; i++) {
            if (target[i] == 0 && !keepZero) {
                if (i >= in.rank()) {
                    throw new IllegalArgumentException(
                            "target " + text + " copies axis " + i + " that " + in + " lacks");
                }
                target[i] = in.longDim(i);
            }
            if (target[i] == -1 && open < 0) {
                open = i;
            } else {
                known = Math.multiplyExact(known, target[i]);
            }
        }
        if (open >= 0) {
            if (known <= 0 || in.size() % known != 0) {
                throw new IllegalArgumentException("cannot reshape " + in + " to " + text);
            }
            target[open] = in.size() / known;
        }
        return Shape.of(target);
    }
}
