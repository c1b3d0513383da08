package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/** Range: start, start + delta, … up to a limit that is left out. */
public final class Range implements Operator {
    @Override
    public void infer(Inference node) {
        Tensor start = node.constant(0);
        Tensor limit = node.constant(1);
        Tensor delta = node.constant(2);
        Dimension d = Dimension.UNKNOWN;
        if (start != null && limit != null && delta != null) {
            d = Dimension.of(count(start, limit, delta));
        }
        node.output(0, node.elementType(0), new SymbolicShape(List.of(d)));
    }

    private static long count(Tensor start, Tensor limit, Tensor delta) {
        if (start.type().isInteger()) {
            long step = delta.longAt(0);
            if (step == 0) {
                throw new IllegalArgumentException("delta is 0");
            }
            long span = Math.subtractExact(limit.longAt(0), start.longAt(0));
            return Math.max(0, -Math.floorDiv(-span, step));
        }
        double step = TensorNumbers.doubleAt(delta, 0);
        if (step == 0) {
            throw new IllegalArgumentException("delta is 0");
        }
        double span = TensorNumbers.doubleAt(limit, 0) - TensorNumbers.doubleAt(start, 0);
        return Math.max(0, (long) Math.ceil(span / step));
    }

    @Override
    public void run(Invocation call) {
        Tensor start = call.input(0);
        Tensor delta = call.input(2);
        ElementType type = start.type();
        Shape shape = Shape.of(count(start, call.input(1), delta));
        Tensor out = call.output(0, type, shape);
        int n = out.size();
        if (type.isInteger()) {
            long[] values = new long[n];
            for (int i = 0; i < n; i++) {
                values[i] = start.longAt(0) + i * delta.longAt(0);
            }
            TensorNumbers.store(values, out);
        } else if (type == ElementType.DOUBLE) {
            for (int i = 0; i < n; i++) {
                out.doubles()[i] = start.doubles()[0] + i * delta.doubles()[0];
            }
        } else {
            float[] values = new float[n];
            float first = TensorNumbers.floatAt(start, 0);
            float step = TensorNumbers.floatAt(delta, 0);
            for (int i = 0; i < n; i++) {
                values[i] = first + i * step;
            }
            TensorNumbers.store(values, out);
        }
    }
}
