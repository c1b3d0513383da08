package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.List;

/** Flatten: makes a matrix by joining the axes before and from a given one. */
public final class Flatten implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = SymbolicShape.ofRank(2);
        if (in != null) {
            int axis = axis(node.attributes().getInt("axis", 1), in.rank());
            out =
                    new SymbolicShape(
                            List.of(
                                    product(in.dims().subList(0, axis)),
                                    product(in.dims().subList(axis, in.rank()))));
        }
        node.output(0, node.elementType(0), out);
    }

    /** The size of joined axes; one symbol among ones stays itself. */
    static Dimension product(List<Dimension> dims) {
        long n = 1;
        Dimension symbol = null;
        for (Dimension d : dims) {
            if (d.isKnown()) {
                n *= d.size();
            } else if (symbol == null) {
                symbol = d;
            } else {
                return Dimension.UNKNOWN;
            }
        }
        if (symbol == null) {
            return Dimension.of(n);
        }
        return n == 1 ? symbol : Dimension.UNKNOWN;
    }

    /** Unlike elsewhere the axis may be the rank itself. */
    private static int axis(long axis, int rank) {
        long a = axis < 0 ? axis + rank : axis;
        if (a < 0 || a > rank) {
            throw new IllegalArgumentException("axis " + axis + " is outside rank " + rank);
        }
        return (int) a;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Shape s = in.shape();
        int axis = axis(call.attributes().getInt("axis", 1), s.rank());
        call.forward(0, in.reshape(Shape.of(s.size(0, axis), s.size(axis, s.rank()))));
    }
}
