package io.jquant.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.Graph;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TypeInferenceTest {
    private static Operator op(Consumer<Inference> infer, Consumer<Invocation> run) {
        return new Operator() {
            @Override
            public void infer(Inference node) {
                infer.accept(node);
            }

            @Override
            public void run(Invocation call) {
                run.accept(call);
            }
        };
    }

    private static void notRun(Invocation call) {
        throw new IllegalStateException("must not run " + call);
    }

    private static SymbolicShape vector(long n) {
        return SymbolicShape.of(n);
    }

    /** Just enough operators for shape arithmetic. */
    private static final Map<String, Operator> OPERATORS = new HashMap<>();

    static {
        OPERATORS.put("Relu", op(c -> c.output(0, c.inputType(0)), TypeInferenceTest::notRun));
        OPERATORS.put(
                "Shape",
                op(
                        c ->
                                c.output(
                                        0,
                                        ElementType.INT64,
                                        c.shape(0) == null
                                                ? SymbolicShape.ofRank(1)
                                                : vector(c.shape(0).rank())),
                        TypeInferenceTest::notRun));
        OPERATORS.put(
                "Gather",
                op(c -> c.output(0, c.elementType(0), c.shape(1)), TypeInferenceTest::gather));
        OPERATORS.put(
                "Unsqueeze",
                op(
                        c -> c.output(0, c.elementType(0), vector(1)),
                        c -> {
                            Tensor t = c.input(0);
                            c.forward(0, Tensor.vector(t.longs()[0]));
                        }));
        OPERATORS.put(
                "Concat",
                op(
                        c -> c.output(0, c.elementType(0), vector(c.inputCount())),
                        TypeInferenceTest::concat));
        OPERATORS.put("Mul", op(c -> c.output(0, c.inputType(0)), TypeInferenceTest::multiply));
        OPERATORS.put(
                "Conv",
                op(
                        c -> {
                            List<Dimension> dims = new ArrayList<>(c.shape(0).dims());
                            dims.set(1, c.shape(1).dim(0));
                            dims.set(2, Dimension.UNKNOWN);
                            c.output(0, c.elementType(0), new SymbolicShape(dims));
                        },
                        TypeInferenceTest::notRun));
        OPERATORS.put(
                "Reshape",
                op(
                        c -> {
                            Tensor to = c.constant(1);
                            c.output(
                                    0,
                                    c.elementType(0),
                                    to == null || Arrays.stream(to.longs()).anyMatch(d -> d <= 0)
                                            ? null
                                            : SymbolicShape.of(to.longs()));
                        },
                        TypeInferenceTest::notRun));
        OPERATORS.put(
                "If",
                op(
                        c -> {
                            Graph then = c.attributes().getGraph("then_branch");
                            c.output(0, c.inferBody(then, List.of()).get(0));
                        },
                        TypeInferenceTest::notRun));
        OPERATORS.put(
                "Bad",
                op(
                        c -> {
                            throw new IllegalArgumentException("axis 7 is out of range");
                        },
                        TypeInferenceTest::notRun));
    }

    private static void gather(Invocation c) {
        long[] from = c.input(0).longs();
        Tensor i = c.input(1);
        c.forward(0, Tensor.of(i.shape(), from[(int) i.longs()[0]]));
    }

    private static void concat(Invocation c) {
        long[] out = new long[c.inputCount()];
        for (int i = 0; i < out.length; i++) {
            out[i] = c.input(i).longs()[0];
        }
        c.forward(0, Tensor.vector(out));
    }

    private static void multiply(Invocation c) {
        Tensor out = c.output(0, ElementType.INT64, c.input(0).shape());
        out.longs()[0] = c.input(0).longs()[0] * c.input(1).longs()[0];
    }

    private static Facts analyze(Model m) {
        return TypeInference.analyze(m, (domain, type, opset) -> OPERATORS.get(type));
    }

    private static String type(Model m, String value) {
        return String.valueOf(m.graph().find(value).type());
    }

    @Test
    void typesFlowThroughNodes() {
        Model m = GraphText.parse("x:float[2,3] -> y = Relu(x); z = Relu(y) -> z");
        analyze(m);
        assertEquals("float[2,3]", type(m, "z"));
    }

    @Test
    void unknownOperatorsLeaveWhatTheFileDeclares() {
        Model m = GraphText.parse("x:float[2] -> y:float[9] = a.Strange(x); z = a.Other(y) -> z");
        analyze(m);
        assertEquals("float[9]", type(m, "y"));
        assertEquals("null", type(m, "z"));
    }

    @Test
    void inferenceWinsOverAContradictingDeclaration() {
        Model m = GraphText.parse("x:float[2,3] -> y:float[4,5] = Relu(x) -> y");
        analyze(m);
        assertEquals("float[2,3]", type(m, "y"));
    }

    @Test
    void aDeclaredSizeFillsInWhatInferenceLeavesOpen() {
        Model m =
                GraphText.parse("x:float[1,3,8] -> y:float[1,4,6] = Conv(x, w:float[4,3,3]) -> y");
        analyze(m);
        assertEquals("float[1,4,6]", type(m, "y"));
    }

    @Test
    void namesOfInnerAxesAreShownButNotReliedOn() {
        Model m =
                GraphText.parse(
                        "x:float[N,3,H] -> y:float[N,4,H] = Conv(x, w:float[4,3,3]); z = Relu(y) -> z");
        Facts f = analyze(m);
        Graph g = m.graph();
        assertEquals("float[N,4,H]", type(m, "y"));
        assertEquals(f.shape(g.find("x")).dim(0), f.shape(g.find("y")).dim(0));
        assertFalse(f.shape(g.find("x")).dim(2).equals(f.shape(g.find("y")).dim(2)));
        assertTrue(f.sameShape(g.find("y"), g.find("z")));
        assertEquals("float[N,4,?]", type(m, "z"));
    }

    @Test
    void shapeChainsOverKnownSizesAreConstants() {
        Model m =
                GraphText.parse(
                        """
                        x:float[2,3,8] ->
                          s = Shape(x);
                          b = Gather(s, zero:int64[]{0});
                          c = Gather(s, one:int64[]{1});
                          m = Mul(b, c);
                          u = Unsqueeze(m, axes:int64[1]{0});
                          t = Concat(u, eight:int64[1]{8}){axis=0};
                          y = Reshape(x, t)
                        -> y
                        """);
        Facts f = analyze(m);
        assertArrayEquals(new long[] {6, 8}, f.constant(m.graph().find("t")).longs());
        assertEquals("float[6,8]", type(m, "y"));
    }

    @Test
    void symbolsSurviveShapeChains() {
        Model m =
                GraphText.parse(
                        """
                        x:float[N,3,8] ->
                          s = Shape(x);
                          b = Gather(s, zero:int64[]{0});
                          u = Unsqueeze(b, axes:int64[1]{0});
                          t = Concat(u, rest:int64[1]{-1}){axis=0};
                          y = Reshape(x, t)
                        -> y
                        """);
        Facts f = analyze(m);
        assertNull(f.constant(m.graph().find("t")));
        assertEquals("[N, -1]", f.contents(m.graph().find("t")).toString());
        assertEquals("float[N,24]", type(m, "y"));
    }

    @Test
    void equalProductsOfSymbolsAreEqualSizes() {
        Model m =
                GraphText.parse(
                        """
                        x:float[N,H,8] ->
                          s = Shape(x);
                          n = Gather(s, zero:int64[1]{0});
                          h = Gather(s, one:int64[1]{1});
                          a = Mul(n, h);
                          b = Mul(h, n);
                          ta = Concat(a, rest:int64[1]{-1}){axis=0};
                          tb = Concat(b, eight:int64[1]{8}){axis=0};
                          y = Reshape(x, ta);
                          z = Reshape(x, tb)
                        -> y, z
                        """);
        Facts f = analyze(m);
        Graph g = m.graph();
        assertEquals(f.shape(g.find("z")).dim(0), f.shape(g.find("y")).dim(0));
        assertEquals("float[?,?]", type(m, "y"));
    }

    @Test
    void bodiesAreTypedAndTheirSymbolsStayInside() {
        Model m =
                GraphText.parse(
                        """
                        c:bool[], x:float[N,3,8] ->
                          y = If(c){then_branch=graph(-> t = Conv(x, w:float[4,3,3]) -> t),
                                    else_branch=graph(-> e = Relu(x) -> e)}
                        -> y
                        """);
        Facts f = analyze(m);
        Graph body = m.graph().nodes().get(0).attributes().getGraph("then_branch");
        assertEquals("float[N,4,?]", body.outputs().get(0).type().toString());
        assertEquals("float[N,4,?]", type(m, "y"));
        assertFalse(f.sameShape(body.outputs().get(0), m.graph().find("y")));
        Graph other = m.graph().nodes().get(0).attributes().getGraph("else_branch");
        assertEquals("float[N,3,8]", other.outputs().get(0).type().toString());
    }

    @Test
    void aNodeThatMakesNoSenseIsNotedAndLeftUntyped() {
        Model m = GraphText.parse("x:float[2] -> y = Bad(x); z = Relu(x) -> y, z");
        Facts f = analyze(m);
        assertNull(m.graph().find("y").type());
        assertEquals("float[2]", type(m, "z"));
        String complaint = f.complaints().get(m.graph().nodes().get(0));
        assertTrue(complaint.contains("axis 7 is out of range"), complaint);
    }

    @Test
    void initializersThatCallersCanOverrideAreNoConstants() {
        String text = "x:float[6], s:int64[2]{2,3} -> y = Reshape(x, s) -> y";
        Model overridable = GraphText.parse(text);
        analyze(overridable);
        assertNull(((ValueType.TensorType) overridable.graph().find("y").type()).shape());
        Model old = GraphText.parse("ir 3;" + text);
        analyze(old);
        assertEquals("float[2,3]", type(old, "y"));
    }
}
