package io.jquant.optimize;

import io.jquant.execute.TypeInference;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.optimize.OptimizeReport.Verification;
import io.jquant.support.Problem;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the graph that an exporter has left behind into a clean one that computes the same. */
public final class Optimizer {
    private static final Logger LOG = LoggerFactory.getLogger(Optimizer.class);

    private Optimizer() {}

    /**
     * Optimizes a model in place.
     *
     * @throws io.jquant.support.JquantException when an option makes no sense, or when the outputs
     *     were compared and differ in the end
     */
    public static OptimizeReport optimize(Model model, OptimizeOptions options) {
        if (options.opset() < OptimizeOptions.LOWEST_OPSET) {
            throw Problem.OPSET_TOO_LOW.with(options.opset(), OptimizeOptions.LOWEST_OPSET);
        }
        long start = System.nanoTime();
        List<Pass> passes = Passes.chosen(model, options);
        int nodes = countNodes(model.graph());
        int opset = model.opset();
        DeclaredOutputs declared = DeclaredOutputs.of(model);

        Verifier verifier = options.verify() > 0 ? Verifier.of(model.copy(), options) : null;
        Model original = verifier == null ? null : model.copy();
        PassManager manager = new PassManager(passes, options.stopAfterStep(), null);
        manager.run(new Workspace(model, options));
        if (verifier != null) {
            String difference = verifier.difference(model);
            if (difference != null) {
                LOG.debug("the outputs differ, each pass is compared: {}", difference);
                model.become(original);
                manager = new PassManager(passes, options.stopAfterStep(), verifier::difference);
                manager.run(new Workspace(model, options));
                difference = verifier.difference(model);
                if (difference != null) {
                    throw Problem.OPTIMIZED_DIFFERS.with(difference);
                }
            }
        }
        TypeInference.infer(model);
        declared.restoreSymbols(model);
        return new OptimizeReport(
                manager.statistics(),
                manager.steps(),
                nodes,
                countNodes(model.graph()),
                opset,
                model.opset(),
                manager.rolledBack(),
                options.verify() <= 0
                        ? Verification.OFF
                        : verifier == null ? Verification.NOT_POSSIBLE : Verification.PASSED,
                (System.nanoTime() - start) / 1_000_000);
    }

    /** The nodes of a graph and its bodies, without Constant nodes. */
    static int countNodes(Graph graph) {
        int n = 0;
        for (Node node : graph.nodes()) {
            n += node.is("Constant") ? 0 : 1;
            for (Graph body : node.subgraphs()) {
                n += countNodes(body);
            }
        }
        return n;
    }
}
