package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.execute.Interpreter;
import io.jquant.execute.TypeInference;
import io.jquant.graph.Graph;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.support.Workers;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Emitted models, and changes of them that must not change a single code. */
final class EmittedModels {
    private EmittedModels() {}

    static Model emitted(Target target, String text) {
        Model m = GraphText.parse(text);
        TypeInference.infer(m);
        Plans p = Plans.of(PlanOptions.of(target).withCoverage(Coverage.FULL), m);
        for (String t : p.requested()) {
            double most = t.equals("x") ? 1 : t.equals("g") ? 5 : 150;
            p.range(t, List.of("r", "p").contains(t) ? 0 : -most, most);
        }
        QdqEmitter.emit(p.model, p.plan());
        return p.model;
    }

    private static float[] run(Model m, Tensor x) {
        Tensor y =
                (Tensor)
                        Interpreter.builder(m)
                                .build()
                                .run(Map.of("x", x), Workers.SERIAL, null)
                                .get("y");
        return Arrays.copyOf(y.floats(), y.size());
    }

    /** The changed model, after it was seen to give the same numbers. */
    static Model changed(String text, BiConsumer<Graph, Target> change) {
        Model plain = emitted(Targets.ONNXRUNTIME, text);
        Model wide = plain.copy();
        change.accept(wide.graph(), Targets.ONNXRUNTIME);
        GraphChecker.check(wide, "test");
        TypeInference.infer(wide); // types that were written down are those that inference finds
        Shape shape = plain.graph().find("x").tensorType().shape().shape();
        float[] data = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) StrictMath.sin(i * 0.7 + 1);
        }
        Tensor x = Tensor.of(shape, data);
        float[] want = run(plain, x);
        Set<Float> different = new HashSet<>();
        for (float y : want) {
            different.add(y);
        }
        assertTrue(different.size() > 2, "made-up numbers differ: " + different);
        assertArrayEquals(want, run(wide, x), text);
        return wide;
    }

    static List<String> operators(Model m, String... wanted) {
        return m.graph().nodes().stream()
                .map(Node::opType)
                .filter(List.of(wanted)::contains)
                .toList();
    }
}
