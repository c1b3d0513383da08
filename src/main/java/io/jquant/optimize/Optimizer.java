package io.jquant.optimize;

import io.jquant.execute.TypeInference;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.optimize.OptimizeReport.Island;
import io.jquant.optimize.OptimizeReport.Verification;
import io.jquant.optimize.pass.AttentionPattern;
import io.jquant.support.Problem;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the graph that an exporter has left behind into a clean one that computes the same. */
public final class Optimizer {
    private static final Logger LOG = LoggerFactory.getLogger(Optimizer.class);

    private Optimizer() {}

    /**
     * Optimizes a model in place. With verification, the outputs are compared once; when they
     * differ, everything is done again with a comparison after each pass, and passes that change
     * the outputs are taken back.
     *
     * @throws io.jquant.support.JquantException when an option makes no sense
     */
    public static OptimizeReport optimize(Model model, OptimizeOptions options) {
        if (options.opset() < OptimizeOptions.LOWEST_OPSET) {
            throw Problem.OPSET_TOO_LOW.with(options.opset(), OptimizeOptions.LOWEST_OPSET);
        }
        if (options.opset() > Model.NEWEST_OPSET) {
            throw Problem.OPTION_VALUE.with(
                    "--opset",
                    options.opset(),
                    "a number from " + OptimizeOptions.LOWEST_OPSET + " to " + Model.NEWEST_OPSET);
        }
        if (options.verify() < 0) {
            throw Problem.OPTION_VALUE.with("--verify", options.verify(), "a number from 0 on");
        }
        return optimize(model, options, Passes.chosen(model, options));
    }

    static OptimizeReport optimize(Model model, OptimizeOptions options, List<Pass> passes) {
        long start = System.nanoTime();
        int nodes = countNodes(model.graph());
        int opset = model.opset();
        DeclaredOutputs declared = DeclaredOutputs.of(model);
        Verifier verifier = options.verify() > 0 ? Verifier.of(model, options) : null;
        Model original = verifier == null ? null : model.copy();
        PassManager manager = new PassManager(passes, options.stopAfterStep(), null);
        Workspace work = new Workspace(model, options);
        manager.run(work);

        Verification verification = Verification.OFF;
        if (options.verify() > 0) {
            verification = Verification.NOT_POSSIBLE;
        }
        String difference = verifier == null ? null : verifier.difference(model);
        if (difference != null && verifier.difference(original) != null) {
            LOG.warn("the optimized model is not compared: its outputs are random");
        } else if (verifier != null) {
            verification = Verification.PASSED;
            if (difference != null) {
                LOG.debug("the outputs differ, each pass is compared: {}", difference);
                model.become(original);
                manager = new PassManager(passes, options.stopAfterStep(), verifier::difference);
                work = new Workspace(model, options);
                manager.run(work);
            }
        }
        List<Island> islands = attention(work);
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
                verification,
                islands,
                (System.nanoTime() - start) / 1_000_000);
    }

    /** Attention that is left in its arithmetic. */
    private static List<Island> attention(Workspace work) {
        return AttentionPattern.all(work.model().graph(), work).stream()
                .map(p -> new Island("attention", p.nodes().stream().map(Node::label).toList()))
                .toList();
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
