package io.jquant.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.execute.Interpreter;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.GraphPrinter;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.load.ModelLoader;
import io.jquant.optimize.pass.DeadCode;
import io.jquant.save.ModelSaver;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The harness that every pass is tested through. Beside the rewriting itself it always checks that
 * a second run changes nothing, that save and load give the same graph, and that the outputs on
 * random feeds are the same.
 */
public final class PassTest {
    private static final long[] SIZES = {4, 8, 16};

    private PassTest() {}

    /** The pass turns one graph into another; both in the form of {@link GraphText}. */
    public static void rewrites(Pass pass, String before, String after) {
        rewrites(pass, OptimizeOptions.standard(), before, after);
    }

    /** As {@link #rewrites(Pass, String, String)}, with options. */
    public static void rewrites(Pass pass, OptimizeOptions options, String before, String after) {
        Model m = apply(pass, options, before);
        assertEquals(GraphPrinter.print(GraphText.parse(after)), GraphPrinter.print(m));
    }

    /** Applies a pass that must fire, and checks what any pass must keep. */
    public static Model apply(Pass pass, OptimizeOptions options, String before) {
        Model m = GraphText.parse(before);
        Model original = m.copy();
        Workspace work = new Workspace(m, options);
        assertTrue(pass.apply(work), "the pass does not fire");
        work.changed();
        assertFalse(pass.apply(work), "a second run changes something");
        work.changed();
        new DeadCode().apply(work);
        assertNull(GraphChecker.problem(m));
        assertSurvivesSaving(m);
        assertSameOutputs(original, m, pass.info().exactness());
        return m;
    }

    /** The pass leaves the graph alone. */
    public static void doesNotFire(Pass pass, String graph) {
        doesNotFire(pass, OptimizeOptions.standard(), graph);
    }

    /** As {@link #doesNotFire(Pass, String)}, with options. */
    public static void doesNotFire(Pass pass, OptimizeOptions options, String graph) {
        Model m = GraphText.parse(graph);
        String before = GraphPrinter.print(m);
        assertFalse(pass.apply(new Workspace(m, options)), "the pass fires");
        assertEquals(before, GraphPrinter.print(m));
    }

    /** All passes together turn one graph into another. */
    public static void optimizes(String before, String after) {
        Model m = optimize(before);
        assertEquals(GraphPrinter.print(GraphText.parse(after)), GraphPrinter.print(m));
    }

    /** Runs all passes and compares outputs. */
    public static Model optimize(String before) {
        Model m = GraphText.parse(before);
        Model original = m.copy();
        Optimizer.optimize(m, OptimizeOptions.standard());
        assertSameOutputs(original, m, Exactness.ROUNDING);
        return m;
    }

    private static void assertSurvivesSaving(Model m) {
        try {
            Path folder = Files.createTempDirectory("jquant-pass");
            Path file = folder.resolve("m.onnx");
            ModelSaver.save(m, file);
            assertEquals(GraphPrinter.print(m), GraphPrinter.print(ModelLoader.load(file)));
            Files.delete(file);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertSameOutputs(Model before, Model after, Exactness exactness) {
        for (int seed = 0; seed < 2; seed++) {
            for (long size : SIZES) {
                Map<String, Tensor> feed = RandomFeeds.of(before, seed, size, seed == 1);
                assertNotNull(feed, "the inputs need types");
                Map<String, RuntimeValue> expected = run(before, feed);
                if (expected == null) {
                    continue;
                }
                Map<String, RuntimeValue> actual = run(after, feed);
                assertNotNull(actual);
                double tolerance = exactness == Exactness.SAME_BITS ? 0 : 1e-5;
                expected.forEach(
                        (name, value) ->
                                assertNull(
                                        Closeness.difference(value, actual.get(name), tolerance),
                                        name));
            }
        }
    }

    private static Map<String, RuntimeValue> run(Model m, Map<String, Tensor> feed) {
        try {
            return Interpreter.builder(m).build().run(feed, Workers.SERIAL, null);
        } catch (JquantException e) {
            if (e.problem() == Problem.OPERATOR_UNKNOWN) {
                return null;
            }
            throw e;
        }
    }
}
