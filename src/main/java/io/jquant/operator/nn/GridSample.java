package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.List;

/** GridSample: an image, or a volume, read at the places that a grid says. */
public final class GridSample implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape grid = node.shape(1);
        SymbolicShape out = null;
        if (in != null && grid != null && in.rank() == grid.rank() && in.rank() > 2) {
            List<Dimension> dims = new ArrayList<>();
            dims.add(in.dim(0));
            dims.add(in.dim(1));
            dims.addAll(grid.dims().subList(1, grid.rank() - 1));
            out = new SymbolicShape(dims);
        } else if (in != null) {
            out = SymbolicShape.ofRank(in.rank());
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor grid = call.input(1);
        int axes = in.rank() - 2;
        if (axes < 1
                || grid.rank() != in.rank()
                || grid.dim(-1) != axes
                || grid.dim(0) != in.dim(0)) {
            throw new IllegalArgumentException(
                    "grid " + grid.shape() + " does not fit input " + in.shape());
        }
        long[] dims = grid.shape().toArray();
        System.arraycopy(dims, 1, dims, 2, axes);
        dims[1] = in.dim(1);
        Tensor out = call.output(0, in.type(), Shape.of(dims));
        int[] sizes = new int[axes];
        for (int i = 0; i < axes; i++) {
            sizes[i] = in.dim(2 + i);
        }
        Sampler sampler =
                Sampler.of(
                        call.attributes().getString("mode", "linear"),
                        call.attributes().getString("padding_mode", "zeros"),
                        call.attributes().getBoolean("align_corners", false),
                        sizes);
        float[] x = TensorNumbers.floats(in);
        float[] g = TensorNumbers.floats(grid);
        float[] y = out.storage() instanceof float[] f ? f : new float[out.size()];
        int channels = in.dim(1);
        int plane = Axes.product(sizes);
        int points = channels == 0 || in.dim(0) == 0 ? 0 : out.size() / channels / in.dim(0);
        Chunks.forEach(
                call.workers(),
                in.dim(0) * points,
                16L * channels,
                (a, b) -> {
                    Sampler.Point point = sampler.newPoint();
                    for (int p = a; p < b; p++) {
                        sampler.locate(g, p * axes, point);
                        int n = p / points;
                        for (int c = 0; c < channels; c++) {
                            y[(n * channels + c) * points + p % points] =
                                    point.read(x, (n * channels + c) * plane);
                        }
                    }
                });
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }
}
