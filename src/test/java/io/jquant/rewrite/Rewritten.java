package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.execute.Interpreter;
import io.jquant.execute.TypeInference;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.support.Workers;
import io.jquant.target.Targets;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.List;
import java.util.Map;

/** Models with an input x and an output y before and after a target's rewrites. */
final class Rewritten {
    static final PlanOptions OPTIONS = PlanOptions.of(Targets.ONNXRUNTIME);

    private Rewritten() {}

    static Model of(String text) {
        return of(text, OPTIONS);
    }

    static Model of(String text, PlanOptions options) {
        Model m = GraphText.parse(text);
        TypeInference.infer(m);
        Planner.prepare(m, options);
        return m;
    }

    static List<String> operators(Model m) {
        return m.graph().nodes().stream().map(Node::opType).toList();
    }

    private static Tensor run(Model m, Tensor x) {
        return (Tensor)
                Interpreter.builder(m).build().run(Map.of("x", x), Workers.SERIAL, null).get("y");
    }

    /** The rewritten model, after it was seen to compute the same. */
    static Model same(String text) {
        Model plain = GraphText.parse(text);
        TypeInference.infer(plain);
        ValueType.TensorType t = plain.graph().find("x").tensorType();
        long[] dims = new long[t.shape().rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = t.shape().dim(i).isKnown() ? t.shape().size(i) : 5;
        }
        Shape shape = Shape.of(dims);
        float[] data = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) StrictMath.sin(i * 0.7 + 1);
        }
        Tensor x = Tensor.of(shape, data);
        Model changed = of(text);
        GraphChecker.check(changed, "test");
        TypeInference.infer(changed); // types that were written down are those that inference finds
        Tensor want = run(plain, x);
        Tensor have = run(changed, x);
        assertEquals(want.shape(), have.shape(), text);
        for (int i = 0; i < want.size(); i++) {
            assertEquals(want.floats()[i], have.floats()[i], 2e-5f, text);
        }
        return changed;
    }
}
