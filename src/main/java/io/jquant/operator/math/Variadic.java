package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.BinaryFunction;
import io.jquant.operator.common.BinaryLoop;
import io.jquant.operator.common.Broadcast;
import io.jquant.operator.common.UnaryLoop;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Operators that join any number of tensors, from the first to the last. */
public final class Variadic implements Operator {
    private final BinaryFunction function;
    private final boolean averages;

    private Variadic(BinaryFunction function, boolean averages) {
        this.function = function;
        this.averages = averages;
    }

    /** Sum. */
    public static Operator sum() {
        return new Variadic(BinaryFunctions.ADD, false);
    }

    /** Mean: the sum divided by the number of tensors. */
    public static Operator mean() {
        return new Variadic(BinaryFunctions.ADD, true);
    }

    /** Max. */
    public static Operator max() {
        return new Variadic(BinaryFunctions.MAXIMUM, false);
    }

    /** Min. */
    public static Operator min() {
        return new Variadic(BinaryFunctions.MINIMUM, false);
    }

    @Override
    public void infer(Inference node) {
        List<SymbolicShape> shapes = new ArrayList<>();
        for (int i = 0; i < node.inputCount(); i++) {
            shapes.add(node.shape(i));
        }
        node.output(0, node.elementType(0), Broadcast.shape(shapes));
    }

    @Override
    public void run(Invocation call) {
        Tensor first = call.input(0);
        int count = call.inputCount();
        if (count == 1) {
            call.forward(0, first);
            return;
        }
        Shape[] shapes = new Shape[count];
        for (int i = 0; i < count; i++) {
            shapes[i] = call.input(i).shape();
        }
        Shape shape = Broadcast.shape(shapes);
        Tensor out = call.outputOver(0, 0, first.type(), shape);
        Tensor sum = first;
        for (int i = 1; i < count; i++) {
            Broadcast shared = Broadcast.under(shape, sum.shape(), shapes[i]);
            BinaryLoop.run(call.workers(), function, sum, call.input(i), shared, out);
            sum = out;
        }
        if (averages) {
            UnaryLoop.run(call.workers(), x -> x / count, out, out);
        }
    }
}
