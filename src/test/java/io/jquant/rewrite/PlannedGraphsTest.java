package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.execute.Interpreter;
import io.jquant.execute.TypeInference;
import io.jquant.graph.Graph;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.grid.Range;
import io.jquant.rewrite.lint.FusionLint;
import io.jquant.support.Workers;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of If are planned and written like the graph around them. */
class PlannedGraphsTest {
    /** Both branches read x; one has its weights from outside, the other holds a further If. */
    private static final String BRANCHES =
            "x:float[1,4,8,8], k:bool[], l:bool[] -> "
                    + Plans.conv("c", "x")
                    + "z:float[1,4,8,8] = If(k){"
                    + "then_branch=graph(-> "
                    + Plans.conv("a", "c")
                    + "s:float[1,4,8,8] = Conv(a, w_c, b_c){pads=[1,1,1,1]} -> s), "
                    + "else_branch=graph(-> "
                    + Plans.conv("e", "c")
                    + "i:float[1,4,8,8] = If(l){"
                    + "then_branch=graph(-> "
                    + Plans.conv("t", "e")
                    + "-> t), else_branch=graph(-> n:float[1,4,8,8] = Neg(e) -> n)} -> i)}; "
                    + "-> z";

    private static Plans plans(Target target, String text) {
        Model m = GraphText.parse(text);
        TypeInference.infer(m);
        Planner.prepare(m);
        return Plans.of(PlanOptions.of(target), m);
    }

    private static Graph body(Model m, String output) {
        return m.find(output).graph();
    }

    private static List<String> operators(Graph g) {
        return g.nodes().stream().map(Node::opType).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnxruntime", "onnxruntime-arm64", "tflite", "openvino", "tensorrt"})
    void heavyOperatorsOfAllBranchesBecomeInteger(String target) {
        Plans p = plans(Targets.byName(target), BRANCHES);
        QuantizationPlan plan = p.plan();
        assertEquals(List.of(), plan.warnings());
        assertEquals(5, plan.summary().heavy());
        assertEquals(5, plan.summary().integerHeavy());
        QdqEmitter.emit(p.model, plan);
        GraphChecker.check(p.model, "test");
        TypeInference.infer(p.model);
        assertTrue(
                FusionLint.check(p.model, p.options.target()).findings().stream()
                        .allMatch(f -> f.verdict().isInteger()));
    }

    @Test
    void whatIsCapturedIsQuantizedInsideWithoutATrace() {
        Plans p = plans(Targets.ONNXRUNTIME, BRANCHES);
        assertTrue(p.requested().contains("c_captured"), p.requested().toString());
        QdqEmitter.emit(p.model, p.plan());
        for (String output : List.of("s", "i", "t")) {
            Graph g = body(p.model, output);
            assertFalse(operators(g).contains("Identity"), operators(g).toString());
            for (Node n : g) {
                if (n.is("Conv")) {
                    Node dq = n.input(0).producer();
                    assertSame(g, dq.graph());
                    assertTrue(dq.is("DequantizeLinear"));
                    assertSame(g, n.input(1).producer().graph());
                }
            }
            assertTrue(
                    g.nodes().stream()
                            .anyMatch(
                                    n ->
                                            n.is("QuantizeLinear")
                                                    && PlannedGraphs.isCapture(n, n.input(0))),
                    () -> operators(g).toString());
        }
    }

    @Test
    void weightsFromOutsideStayForTheOthersThatReadThem() {
        Plans p = plans(Targets.ONNXRUNTIME, BRANCHES);
        QdqEmitter.emit(p.model, p.plan());
        Value inner = p.model.find("s").producer().input(0).producer().input(0);
        assertSame(body(p.model, "s"), inner.graph());
        assertNull(p.model.find("w_c"), "both of its readers have codes of their own");
    }

    /** A model that holds two planned graphs has no two tensors in one group by chance. */
    @Test
    void groupsOfDifferentGraphsAreDifferent() {
        QuantizationPlan plan = plans(Targets.ONNXRUNTIME, BRANCHES).plan();
        assertFalse(plan.tensor("x").group() == plan.tensor("c_captured").group());
        assertFalse(plan.tensor("a").group() == plan.tensor("e").group());
    }

    @Test
    void branchThatNoSampleTakesStaysFloatAndIsNamed() {
        Plans p = plans(Targets.ONNXRUNTIME, BRANCHES);
        Map<String, TensorRange> seen = new LinkedHashMap<>(p.ranges().tensors());
        for (Graph g : List.of(body(p.model, "e"), body(p.model, "t"))) {
            g.values().forEach(v -> seen.remove(v.name()));
        }
        QuantizationPlan plan =
                Planner.plan(p.model, new RangeTable("asymmetric-min-max", seen), p.options);
        assertTrue(plan.node("a").isQuantized());
        assertFalse(plan.node("e").isQuantized());
        assertEquals(
                List.of(
                        "no sample takes the else_branch of If 'n_z': it stays float",
                        "no sample takes the then_branch of If 'n_i': it stays float"),
                plan.warnings());
        QdqEmitter.emit(p.model, plan);
        assertEquals(List.of("Conv", "If"), operators(body(p.model, "e")));
    }

    @Test
    void quantizedBodiesAreSeen() {
        Plans p =
                plans(
                        Targets.ONNXRUNTIME,
                        "x:float[1,4,8,8], k:bool[] -> z:float[1,4,8,8] = If(k){"
                                + "then_branch=graph(-> "
                                + Plans.conv("a", "x")
                                + "-> a), else_branch=graph(-> b:float[1,4,8,8] = Neg(x) -> b)} -> z");
        assertFalse(Planner.isQuantized(p.model));
        QdqEmitter.emit(p.model, p.plan());
        assertTrue(Planner.isQuantized(p.model));
    }

    @Test
    void operatorFormReachesTheBodies() {
        Plans p = plans(Targets.ONNXRUNTIME, BRANCHES);
        QdqEmitter.emit(p.model, p.plan());
        QOperatorForm.apply(p.model);
        GraphChecker.check(p.model, "test");
        for (String output : List.of("s", "i", "t")) {
            List<String> ops = operators(body(p.model, output));
            assertTrue(ops.contains("QLinearConv"), ops.toString());
            assertFalse(ops.contains("Conv"), ops.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writtenBranchesComputeNearlyTheSame(boolean first) {
        Plans p = plans(Targets.ONNXRUNTIME, BRANCHES);
        Map<String, Range> seen = new HashMap<>();
        Interpreter watched =
                Interpreter.builder(p.model).taps(new LinkedHashSet<>(p.requested())).build();
        for (boolean k : new boolean[] {true, false}) {
            watched.run(
                    feeds(k),
                    Workers.SERIAL,
                    (name, t) -> {
                        for (int i = 0; i < t.size(); i++) {
                            float v = t.floats()[i];
                            seen.merge(name, new Range(v, v), PlannedGraphsTest::union);
                        }
                    });
        }
        p.given.putAll(seen);
        Model before = p.model.copy();
        QdqEmitter.emit(p.model, p.plan());
        float[] want = run(before, first);
        float[] got = run(p.model, first);
        double noise = 0;
        double signal = 0;
        for (int i = 0; i < want.length; i++) {
            noise += (want[i] - got[i]) * (want[i] - got[i]);
            signal += want[i] * want[i];
        }
        assertTrue(noise > 0);
        assertTrue(10 * Math.log10(signal / noise) > 30, () -> "branch " + first);
    }

    private static Range union(Range a, Range b) {
        return new Range(Math.min(a.min(), b.min()), Math.max(a.max(), b.max()));
    }

    private static float[] run(Model m, boolean first) {
        Tensor z =
                (Tensor)
                        Interpreter.builder(m)
                                .build()
                                .run(feeds(first), Workers.SERIAL, null)
                                .get("z");
        return Arrays.copyOf(z.floats(), z.size());
    }

    private static Map<String, Tensor> feeds(boolean first) {
        float[] x = new float[4 * 8 * 8];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) StrictMath.sin(i * 0.7 + 1);
        }
        return Map.of(
                "x", Tensor.of(Shape.of(1, 4, 8, 8), x),
                "k", flag(first),
                "l", flag(true));
    }

    private static Tensor flag(boolean on) {
        return Tensor.of(ElementType.BOOL, Shape.SCALAR, new byte[] {(byte) (on ? 1 : 0)});
    }
}
