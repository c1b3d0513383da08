package io.jquant.operator.signal;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * MelWeightMatrix: triangular filters whose edges are evenly spaced on the mel scale, mel(f) = 2595
 * log10(1 + f / 700).
 */
public final class MelWeightMatrix implements Operator {
    @Override
    public void infer(Inference node) {
        Tensor bands = node.constant(0);
        Tensor length = node.constant(1);
        node.output(
                0,
                WindowFunction.type(node),
                SymbolicShape.of(
                        length == null ? -1 : length.longAt(0) / 2 + 1,
                        bands == null ? -1 : bands.longAt(0)));
    }

    @Override
    public void run(Invocation call) {
        long bandCount = call.input(0).longAt(0);
        long length = call.input(1).longAt(0);
        long rate = call.input(2).longAt(0);
        if (bandCount < 1 || length < 1 || rate < 1) {
            throw new IllegalArgumentException(
                    bandCount + " bands, length " + length + ", rate " + rate);
        }
        Tensor out = call.output(0, WindowFunction.type(call), Shape.of(length / 2 + 1, bandCount));
        int rows = out.dim(0);
        int bands = out.dim(1);
        double low = mel(TensorNumbers.doubleAt(call.input(3), 0));
        double high = mel(TensorNumbers.doubleAt(call.input(4), 0));
        long[] edges = new long[bands + 2];
        for (int i = 0; i < edges.length; i++) {
            double hertz = hertz(low + i * (high - low) / edges.length);
            edges[i] = (long) Math.floor((length + 1) * hertz / rate);
            if (edges[i] < 0 || edges[i] >= rows) {
                throw new IllegalArgumentException(
                        "a band reaches to " + hertz + " Hz, outside of the spectrum");
            }
        }
        double[] y = new double[out.size()];
        for (int band = 0; band < bands; band++) {
            long left = edges[band];
            long centre = edges[band + 1];
            long right = edges[band + 2];
            y[(int) centre * bands + band] = 1;
            for (long row = left; row < centre; row++) {
                y[(int) row * bands + band] = (double) (row - left) / (centre - left);
            }
            for (long row = centre + 1; row < right; row++) {
                y[(int) row * bands + band] = (double) (right - row) / (right - centre);
            }
        }
        WindowFunction.store(y, out);
    }

    private static double mel(double hertz) {
        return 2595 * StrictMath.log10(1 + hertz / 700);
    }

    private static double hertz(double mel) {
        return 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }
}
