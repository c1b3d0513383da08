package io.jquant.operator.signal;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/** STFT: Fourier transforms of overlapping frames of a signal, each under a window. */
public final class Stft implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        Dimension frames = Dimension.UNKNOWN;
        Dimension bins = Dimension.UNKNOWN;
        Tensor step = node.constant(1);
        SymbolicShape window = node.shape(2);
        long length =
                node.constant(3) != null
                        ? node.constant(3).longAt(0)
                        : node.hasInput(3) || window == null ? -1 : window.size(0);
        if (length > 0) {
            bins = Dimension.of(oneSided(node) ? length / 2 + 1 : length);
            if (in != null && in.rank() == 3 && in.size(1) >= 0 && step != null) {
                frames = Dimension.of(frames(in.size(1), length, step.longAt(0)));
            }
        }
        Dimension batch = in == null || in.rank() != 3 ? Dimension.UNKNOWN : in.dim(0);
        node.output(
                0,
                node.elementType(0),
                new SymbolicShape(List.of(batch, frames, bins, Dimension.of(2))));
    }

    private static boolean oneSided(NodeView node) {
        return node.attributes().getBoolean("onesided", true);
    }

    private static long frames(long signal, long length, long step) {
        if (step < 1 || length < 1 || length > signal) {
            throw new IllegalArgumentException(
                    "frames of "
                            + length
                            + " every "
                            + step
                            + " samples cannot be cut from a signal of "
                            + signal);
        }
        return (signal - length) / step + 1;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        if (in.rank() < 2 || in.rank() > 3 || (in.rank() == 3 && in.dim(2) > 2)) {
            throw new IllegalArgumentException("the signal has shape " + in.shape());
        }
        int width = in.rank() == 3 ? in.dim(2) : 1;
        Tensor window = call.optional(2);
        long[] given = Arguments.ints(call, 3, "frame_length");
        long wanted = given != null ? given[0] : window != null ? window.dim(0) : in.dim(1);
        long step = call.input(1).longAt(0);
        int frames = Math.toIntExact(frames(in.dim(1), wanted, step));
        int n = Math.toIntExact(wanted);
        if (window != null && window.size() != n) {
            throw new IllegalArgumentException(
                    "a window of " + window.shape() + " does not fit frames of " + n);
        }
        int bins = oneSided(call) ? n / 2 + 1 : n;
        Tensor out = call.output(0, in.type(), Shape.of(in.dim(0), frames, bins, 2));
        double[] x = TensorNumbers.doubles(in);
        double[] w = window == null ? null : TensorNumbers.doubles(window);
        double[] y = new double[out.size()];
        FourierTransform transform = new FourierTransform(n, false);
        int signal = in.dim(1);
        Chunks.forEach(
                call.workers(),
                in.dim(0) * frames,
                16L * n,
                (from, to) -> {
                    double[] re = new double[n];
                    double[] im = new double[n];
                    double[] outRe = new double[n];
                    double[] outIm = new double[n];
                    for (int f = from; f < to; f++) {
                        int start = f / frames * signal + f % frames * (int) step;
                        for (int k = 0; k < n; k++) {
                            double by = w == null ? 1 : w[k];
                            re[k] = by * x[(start + k) * width];
                            im[k] = width == 2 ? by * x[(start + k) * width + 1] : 0;
                        }
                        transform.run(re, im, outRe, outIm);
                        for (int k = 0; k < bins; k++) {
                            y[(f * bins + k) * 2] = outRe[k];
                            y[(f * bins + k) * 2 + 1] = outIm[k];
                        }
                    }
                });
        TensorNumbers.store(y, out);
    }
}
