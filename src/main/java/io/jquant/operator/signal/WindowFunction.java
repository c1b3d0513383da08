package io.jquant.operator.signal;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** HannWindow, HammingWindow and BlackmanWindow: sums of cosines over one period. */
public final class WindowFunction implements Operator {
    private final double[] weights;

    private WindowFunction(double... weights) {
        this.weights = weights;
    }

    /** HannWindow. */
    public static Operator hann() {
        return new WindowFunction(0.5, -0.5);
    }

    /** HammingWindow, with the weights of the specification: 25/46 and 21/46. */
    public static Operator hamming() {
        return new WindowFunction(25.0 / 46, -21.0 / 46);
    }

    /** BlackmanWindow. */
    public static Operator blackman() {
        return new WindowFunction(0.42, -0.5, 0.08);
    }

    /** The element type that the attribute output_datatype names. */
    static ElementType type(NodeView node) {
        long code = node.attributes().getInt("output_datatype", ElementType.FLOAT.code());
        ElementType type = code == (int) code ? ElementType.ofCode((int) code) : null;
        if (type == null || !(type.isFloatingPoint() || type.isInteger())) {
            throw new IllegalArgumentException("output_datatype " + code + " is no number type");
        }
        return type;
    }

    @Override
    public void infer(Inference node) {
        Tensor size = node.constant(0);
        node.output(0, type(node), SymbolicShape.of(size == null ? -1 : size.longAt(0)));
    }

    @Override
    public void run(Invocation call) {
        Tensor out = call.output(0, type(call), Shape.of(call.input(0).longAt(0)));
        int n = out.size();
        boolean periodic = call.attributes().getBoolean("periodic", true);
        int period = Math.max(1, periodic ? n : n - 1);
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < weights.length; k++) {
                y[i] += weights[k] * StrictMath.cos(2 * Math.PI * k * i / period);
            }
        }
        store(y, out);
    }

    /** Writes numbers to a tensor of any number type; integers lose their fraction. */
    static void store(double[] y, Tensor out) {
        if (out.type().isFloatingPoint()) {
            TensorNumbers.store(y, out);
            return;
        }
        long[] whole = new long[y.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (long) y[i];
        }
        TensorNumbers.store(whole, out);
    }
}
