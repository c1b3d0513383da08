package io.jquant.load;

import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.wire.EncodedTensor;
import io.jquant.wire.NonFinite;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for initializers with NaN or infinite elements, which spoil every result. */
final class WeightCheck {
    private static final Logger LOG = LoggerFactory.getLogger(WeightCheck.class);

    /** Looking through more bytes than these would be felt. */
    private static final long MOST_BYTES = 1L << 30;

    private static final int NAMED = 3;

    private long budget = MOST_BYTES;
    private final List<String> found = new ArrayList<>();
    private int left;

    private WeightCheck() {}

    /** Warns once, naming the first tensors. Scalars may be infinite: they serve as bounds. */
    static void warn(Model model, String file) {
        WeightCheck check = new WeightCheck();
        check.look(model.graph());
        if (!check.found.isEmpty()) {
            int named = Math.min(NAMED, check.found.size());
            int more = check.found.size() - named;
            LOG.warn(
                    "{}: NaN or infinite elements in initializer {}{}",
                    file,
                    String.join(", ", check.found.subList(0, named)),
                    more > 0 ? " and " + more + " more" : "");
        }
        if (check.left > 0) {
            LOG.info(
                    "{}: {} initializers beyond {} bytes were not searched for NaN",
                    file,
                    check.left,
                    MOST_BYTES);
        }
    }

    private void look(Graph graph) {
        for (Value v : graph.initializers()) {
            Tensor t = v.constant();
            boolean candidate = isWide(t.type()) && t.source() instanceof EncodedTensor;
            if (!candidate) {
                continue;
            }
            long bytes = t.type().bytes(t.shape().size());
            if (bytes > budget) {
                left++;
                continue;
            }
            budget -= bytes;
            NonFinite non = ((EncodedTensor) t.source()).nonFinite();
            long wrong = non.nan() + (t.rank() > 0 ? non.infinite() : 0);
            if (wrong > 0) {
                found.add("'" + v.name() + "' (" + wrong + " of " + t.shape().size() + ")");
            }
        }
        for (Node n : graph) {
            for (Graph body : n.subgraphs()) {
                look(body);
            }
        }
    }

    private static boolean isWide(ElementType type) {
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
            default -> false;
        };
    }
}
