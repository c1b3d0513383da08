package io.jquant.optimize;

import io.jquant.execute.Interpreter;
import io.jquant.execute.UnknownOperators;
import io.jquant.graph.Model;
import io.jquant.support.JquantException;
import io.jquant.support.Workers;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a rewritten model with the original on random feeds. */
final class Verifier {
    private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

    /** Sizes of open axes: the first with which the original runs is taken. */
    private static final long[] SIZES = {
        64, 32, 128, 224, 256, 320, 416, 512, 640, 16, 8, 4, 3, 2, 1
    };

    /** Rounding may differ by this share of an output's largest magnitude. */
    private static final double TOLERANCE = 1e-4;

    private final int threads;
    private final List<Map<String, Tensor>> feeds;
    private final List<Map<String, RuntimeValue>> expected = new ArrayList<>();

    private Verifier(int threads, List<Map<String, Tensor>> feeds) {
        this.threads = threads;
        this.feeds = feeds;
    }

    /** The original's outputs on random feeds; null, with a warning, when it cannot be run. */
    static Verifier of(Model original, OptimizeOptions options) {
        UnknownOperators unknown = UnknownOperators.of(original);
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "{}: outputs behind it are not compared with the original's",
                    unknown.refusal().getMessage());
        }
        String reason = "the types of its inputs are not known";
        for (long size : SIZES) {
            List<Map<String, Tensor>> feeds = feeds(original, options, size);
            if (feeds == null) {
                continue;
            }
            Verifier v = new Verifier(options.threads(), feeds);
            try {
                v.expected.addAll(v.run(original));
                if (v.expected.stream().anyMatch(Map::isEmpty)) {
                    reason = "none of its outputs can be computed";
                    break;
                }
                return v;
            } catch (JquantException e) {
                reason = e.getMessage();
            }
        }
        LOG.warn("the optimized model is not compared with the original: {}", reason);
        return null;
    }

    private static List<Map<String, Tensor>> feeds(
            Model original, OptimizeOptions options, long size) {
        List<Map<String, Tensor>> feeds = new ArrayList<>();
        for (int i = 0; i < options.verify(); i++) {
            Map<String, Tensor> f = RandomFeeds.of(original, options.seed() + i, size, i % 2 == 1);
            if (f == null) {
                return null;
            }
            feeds.add(f);
        }
        return feeds;
    }

    private List<Map<String, RuntimeValue>> run(Model model) {
        Interpreter interpreter = Interpreter.builder(model).goAroundUnknown(true).build();
        List<Map<String, RuntimeValue>> out = new ArrayList<>();
        try (Workers workers = new Workers(threads)) {
            for (Map<String, Tensor> feed : feeds) {
                out.add(interpreter.run(feed, workers, null));
            }
        }
        return out;
    }

    /** The first difference of the outputs from the original's, or null. */
    String difference(Model model) {
        List<Map<String, RuntimeValue>> actual;
        try {
            actual = run(model);
        } catch (JquantException e) {
            return e.getMessage();
        }
        for (int i = 0; i < feeds.size(); i++) {
            for (Map.Entry<String, RuntimeValue> e : expected.get(i).entrySet()) {
                String d =
                        Closeness.difference(
                                e.getValue(), actual.get(i).get(e.getKey()), TOLERANCE);
                if (d != null) {
                    return "output '" + e.getKey() + "', random feed " + i + ": " + d;
                }
            }
        }
        return null;
    }
}
