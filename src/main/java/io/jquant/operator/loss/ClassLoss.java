package io.jquant.operator.loss;

import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Preparation;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.List;

/**
 * The negative logarithm of each sample's probability of its own class, weighted by class and then
 * summed, averaged (by weight) or left as it is, as the attribute {@code reduction} says.
 */
final class ClassLoss {
    private ClassLoss() {}

    private static String reduction(NodeView node) {
        String reduction = node.attributes().getString("reduction", "mean");
        return switch (reduction) {
            case "none", "sum", "mean" -> reduction;
            default ->
                    throw new IllegalArgumentException("reduction '" + reduction + "' is unknown");
        };
    }

    /** The shape of the loss. */
    static SymbolicShape infer(NodeView node, Preparation types) {
        if (!reduction(node).equals("none")) {
            return SymbolicShape.of();
        }
        if (types.tensorType(0) == null || types.tensorType(0).shape() == null) {
            return null;
        }
        List<Dimension> dims = new ArrayList<>(types.tensorType(0).shape().dims());
        if (dims.size() > 1) {
            dims.remove(1);
        }
        return new SymbolicShape(dims);
    }

    /**
     * Computes the loss into the first output.
     *
     * @param in the shape of the scores: samples, classes, places
     * @param logs logarithms of probabilities, laid out like the scores
     */
    static void run(Invocation call, Tensor in, double[] logs) {
        Tensor target = call.input(1);
        Tensor weights = call.optional(2);
        Shape s = in.shape();
        if (s.rank() < 2) {
            throw new IllegalArgumentException("scores of shape " + s + " have no classes");
        }
        int samples = s.dim(0);
        int classes = s.dim(1);
        int places = (int) s.size(2, s.rank());
        if (target.size() != samples * places || (weights != null && weights.size() != classes)) {
            throw new IllegalArgumentException(
                    "classes "
                            + target.shape()
                            + (weights == null ? "" : " and weights " + weights.shape())
                            + " do not fit scores "
                            + s);
        }
        String reduction = reduction(call);
        boolean ignores = call.attributes().has("ignore_index");
        long ignored = call.attributes().getInt("ignore_index", 0);
        double[] losses = new double[target.size()];
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < losses.length; i++) {
            long c = target.longAt(i);
            if (ignores && c == ignored) {
                continue;
            }
            if (c < 0 || c >= classes) {
                throw new IllegalArgumentException("class " + c + " is none of " + classes);
            }
            double w = weights == null ? 1 : TensorNumbers.doubleAt(weights, (int) c);
            int at = (i / places * classes + (int) c) * places + i % places;
            losses[i] = -logs[at] * w;
            sum += losses[i];
            weight += w;
        }
        if (reduction.equals("none")) {
            TensorNumbers.store(losses, call.output(0, in.type(), target.shape()));
        } else {
            double[] one = {reduction.equals("sum") ? sum : sum / weight};
            TensorNumbers.store(one, call.output(0, in.type(), Shape.SCALAR));
        }
    }
}
