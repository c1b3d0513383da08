package io.jquant.calibrate;

import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.grid.Range;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when the data looks unlike what the model was trained on. A batch normalization behind the
 * first layer tells what came out of that layer in training: normalized by the statistics of then,
 * shifted by β and stretched by γ. Pixels of 0 … 255 where −2 … 2 were meant give some hundred
 * times as much.
 */
public final class Plausibility {
    private static final Logger LOG = LoggerFactory.getLogger(Plausibility.class);

    /** Far more than the extremes of any distribution have of its deviation. */
    private static final double TOO_MUCH = 100;

    private static final double TOO_LITTLE = 0.01;

    /** Output of a normalization → the root mean square that training gave it. */
    private final Map<String, Double> expected = new LinkedHashMap<>();

    /**
     * Notes what is to be expected.
     *
     * @param model as it was loaded: the optimizer folds the normalizations into the layers
     */
    public Plausibility(Model model) {
        for (Node node : model.graph()) {
            if (node.opType().equals("BatchNormalization")
                    && node.domain().isEmpty()
                    && isFirst(node.inputs().get(0))
                    && node.inputs().get(1).constant() != null
                    && node.inputs().get(2).constant() != null) {
                double squares = squares(node.inputs().get(1).constant());
                squares += squares(node.inputs().get(2).constant());
                int channels = node.inputs().get(1).constant().size();
                expected.put(node.outputs().get(0).name(), Math.sqrt(squares / channels));
            }
        }
    }

    /** Is it made by a layer that reads an input of the model? */
    private static boolean isFirst(Value value) {
        Node layer = value.producer();
        return layer != null
                && (layer.opType().equals("Conv") || layer.opType().equals("MatMul"))
                && layer.inputs().get(0).isGraphInput();
    }

    private static double squares(Tensor t) {
        double sum = 0;
        float[] x = t.floats();
        for (int i = 0; i < t.size(); i++) {
            sum += (double) x[i] * x[i];
        }
        return sum;
    }

    /** Says what is odd, if anything. */
    public void check(RangeTable table) {
        for (String odd : oddities(table)) {
            LOG.warn(
                    "the data looks unlike what the model was trained on: {} (is the preprocessing"
                            + " that of the training? pixels of 0 … 255, 0 … 1 and −2 … 2 are often"
                            + " mixed up)",
                    odd);
        }
    }

    /** One sentence for each tensor that is odd. */
    List<String> oddities(RangeTable table) {
        List<String> found = new ArrayList<>();
        expected.forEach(
                (tensor, usual) -> {
                    TensorRange range = table.get(tensor);
                    String odd = range == null ? null : oddness(range.seen(), usual);
                    if (odd != null) {
                        found.add("tensor '" + tensor + "' " + odd);
                    }
                });
        return found;
    }

    /** What is odd about a tensor, or null. */
    static String oddness(Range seen, double usual) {
        double most = Math.max(-seen.min(), seen.max());
        double width = (double) seen.max() - seen.min();
        if (usual > 0 && most > TOO_MUCH * usual) {
            return String.format(Locale.ROOT, "reaches %.3g where %.2g is usual", most, usual);
        }
        if (usual > 0 && width < TOO_LITTLE * usual) {
            return String.format(Locale.ROOT, "varies by %.3g where %.2g is usual", width, usual);
        }
        return null;
    }
}
