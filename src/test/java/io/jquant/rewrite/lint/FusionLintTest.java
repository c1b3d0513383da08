package io.jquant.rewrite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jquant.SharedFiles;
import io.jquant.execute.TypeInference;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.load.ModelLoader;
import io.jquant.report.LintText;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusionLintTest {
    /** Operators of ONNX Runtime's optimized graphs. */
    private static final Set<String> INTEGER =
            Set.of("QLinearConv", "QLinearMatMul", "QGemm", "MatMulIntegerToFloat");

    private static final Set<String> FLOAT =
            Set.of(
                    "Conv",
                    "ConvTranspose",
                    "FusedConv",
                    "Gemm",
                    "FusedGemm",
                    "MatMul",
                    "FusedMatMul");

    private static LintReport lint(String text, Target target) {
        Model m = GraphText.parse(text);
        TypeInference.infer(m);
        return FusionLint.check(m, target);
    }

    private static String q(String to, String from, String zero) {
        return to
                + "q = QuantizeLinear("
                + from
                + ", "
                + to
                + "s:float[]{0.05}, "
                + to
                + "z:"
                + zero
                + "); "
                + to
                + " = DequantizeLinear("
                + to
                + "q, "
                + to
                + "s, "
                + to
                + "z); ";
    }

    private static String u8(String to, String from) {
        return q(to, from, "uint8[]{128}");
    }

    private static final String W =
            "w = DequantizeLinear(wq:int8[4,4,1,1], ws:float[4]{0.1}, wz:int8[4]{0}){axis=0}; ";

    private static final String M =
            "w = DequantizeLinear(wq:int8[4,4], ws:float[4]{0.1}, wz:int8[4]{0}){axis=1}; ";

    /** Verdict by verdict: a graph from x:float[1,4,6,6] or x:float[3,4] that provokes it. */
    @Test
    void everyVerdictHasAnExample() {
        String image = "x:float[1,4,6,6] -> ";
        String rows = "x:float[3,4] -> ";
        String conv = image + u8("a", "x") + W + "c = Conv(a, w); ";
        check(Verdict.INTEGER, conv + u8("y", "c") + "-> y");
        check(
                Verdict.WEIGHTS_BY_RUNTIME,
                image + u8("a", "x") + "c = Conv(a, w:float[4,4,1,1]); " + u8("y", "c") + "-> y");
        check(Verdict.NO_KERNEL, image + u8("a", "x") + W + "y = ConvTranspose(a, w) -> y");
        check(Verdict.FLOAT_INPUT, image + W + "c = Conv(x, w); " + u8("y", "c") + "-> y");
        check(Verdict.FLOAT_WEIGHT, rows + u8("a", "x") + "y = MatMul(a, v:float[4,5]) -> y");
        check(
                Verdict.WIDE_CODES,
                "opset 21; "
                        + image
                        + q("a", "x", "uint16[]{128}")
                        + W
                        + "c = Conv(a, w); "
                        + q("y", "c", "uint16[]{128}")
                        + "-> y");
        check(
                Verdict.INT8_ACTIVATIONS,
                image
                        + q("a", "x", "int8[]{0}")
                        + W
                        + "c = Conv(a, w); "
                        + q("y", "c", "int8[]{0}")
                        + "-> y, a");
        check(Verdict.TYPES_DIFFER, conv + q("y", "c", "int8[]{0}") + "z = Add(y, y) -> z, yq");
        check(
                Verdict.PER_AXIS_ACTIVATION,
                image
                        + "aq = QuantizeLinear(x, as:float[4]{0.1}, az:uint8[4]{0}){axis=1}; "
                        + "a = DequantizeLinear(aq, as, az){axis=1}; "
                        + W
                        + "c = Conv(a, w); "
                        + u8("y", "c")
                        + "-> y");
        check(Verdict.FLOAT_OUTPUT, conv + "y = Erf(c) -> y");
        check(Verdict.SHARED_OUTPUT, conv + u8("y", "c") + "-> y, c");
        check(Verdict.CLAMP, conv + "r = Relu(c); " + u8("y", "r") + "-> y");
        check(Verdict.ACTIVATION, conv + "r = Sigmoid(c); " + u8("y", "r") + "-> y");
        check(Verdict.FLOAT_BIAS, rows + u8("a", "x") + M + "y = Gemm(a, w, b:float[4]) -> y");
        check(
                Verdict.BIAS_FORM,
                image
                        + u8("a", "x")
                        + W
                        + "b = DequantizeLinear(bq:int32[4], bs:float[]{7}); c = Conv(a, w, b); "
                        + u8("y", "c")
                        + "-> y");
        check(Verdict.GEMM_FACTORS, rows + u8("a", "x") + M + "y = Gemm(a, w){alpha=2.0} -> y");
        assertEquals(Set.of(Verdict.values()), seen);
    }

    private final Set<Verdict> seen = new java.util.HashSet<>();

    private void check(Verdict expected, String text) {
        LintReport r = lint(text, Targets.ONNXRUNTIME);
        assertEquals(1, r.findings().size());
        assertEquals(expected, r.findings().get(0).verdict(), text);
        String printed = LintText.text(r);
        assertTrue(expected == Verdict.INTEGER || printed.contains(expected.text()), printed);
        seen.add(expected);
    }

    @ParameterizedTest
    @CsvSource({"onnxruntime,0", "onnxruntime-arm64,1", "tflite,1", "openvino,1", "tensorrt,1"})
    void int8ActivationsWithTwoReadersDependOnTheTarget(String target, long integer) {
        String text =
                "x:float[1,4,6,6] -> "
                        + q("a", "x", "int8[]{0}")
                        + W
                        + "c = Conv(a, w); "
                        + q("y", "c", "int8[]{0}")
                        + "-> y, a";
        assertEquals(integer, lint(text, Targets.byName(target)).integer());
    }

    @Test
    void heavyOperatorsInsideBodiesAreLookedAt() {
        LintReport r =
                lint(
                        "c:bool[], x:float[1,4,6,6] -> y = If(c){then_branch=graph(-> t = Conv(x, k:float[4,4,1,1]) -> t),"
                                + " else_branch=graph(-> e = Abs(x) -> e)} -> y",
                        Targets.ONNXRUNTIME);
        assertEquals(1, r.findings().size());
        assertEquals(0, r.integer());
    }

    @Test
    void operatorsOnCodesAreIntegers() {
        LintReport r =
                lint(
                        "x:uint8[2,4], w:int8[4,3] -> y = MatMulInteger(x, w) -> y",
                        Targets.ONNXRUNTIME);
        assertEquals(1, r.integer());
    }

    @Test
    void movesOfInt8StayFloatWhereOneSideAloneIsTurnedToUint8() {
        String one = "int8[]{0}";
        String text =
                "x:float[1,4,6,6] -> "
                        + q("a", "x", one)
                        + "m = MaxPool(a){kernel_shape=[2,2]}; "
                        + q("b", "m", one)
                        + "y = Erf(b); ";
        assertEquals(0, lint(text + "-> y", Targets.ONNXRUNTIME).quantizeLeft());
        // the codes in front of the pool have two readers and stay int8, those behind become uint8
        LintReport two = lint(text + "z = Erf(a) -> y, z", Targets.ONNXRUNTIME);
        assertEquals(1, two.quantizeLeft());
        assertEquals(3, two.dequantizeLeft());
    }

    @Test
    void clipBehindLeakyReluIsDroppedOnlyWhereTheGridEndsBeforeIt() {
        String text =
                "x:float[1,4,6,6] -> "
                        + u8("a", "x")
                        + "l = LeakyRelu(a){alpha=0.1}; c = Clip(l, lo:float[]{%s}, hi:float[]{9}); "
                        + u8("b", "c")
                        + "y = Erf(b) -> y";
        // the grid begins at -6.4
        assertEquals(0, lint(text.formatted("-6.5"), Targets.ONNXRUNTIME).quantizeLeft());
        assertEquals(1, lint(text.formatted("-6.39"), Targets.ONNXRUNTIME).quantizeLeft());
    }

    @Test
    void pairsThatTransposesLeaveBehindAreCounted() {
        String text =
                "x:float[1,4,6,6] -> "
                        + u8("a", "x")
                        + W
                        + "c = Conv(a, w); "
                        + u8("b", "c")
                        + "y = Add(%s, b) -> y";
        assertEquals(1, lint(text.formatted("x"), Targets.ONNXRUNTIME).quantizeLeft());
        assertEquals(0, lint(text.formatted("f:float[4,1,1]"), Targets.ONNXRUNTIME).quantizeLeft());
    }

    @Test
    void leftOverPairsAreCounted() {
        String text =
                "x:float[1,4,6,6] -> "
                        + u8("a", "x")
                        + W
                        + "c = Conv(a, w); "
                        + u8("d", "c")
                        + "e = Erf(d); "
                        + u8("f", "e")
                        + "y = Neg(f) -> y";
        LintReport r = lint(text, Targets.ONNXRUNTIME);
        assertEquals(1, r.quantizeLeft());
        assertEquals(2, r.dequantizeLeft());
    }

    /** Small graphs with what ONNX Runtime 1.31 made of them. */
    @Test
    void predictionsAreWhatOnnxRuntimeDidWithTheFusionCases(@TempDir Path folder)
            throws IOException {
        Path zip = SharedFiles.require("research/ort_fusion_cases.zip");
        Map<String, byte[]> models = SharedFiles.zip(zip, ".onnx");
        byte[] json = SharedFiles.zip(zip, "cases.json").get("cases.json");
        List<?> cases =
                (List<?>) JSON.std.mapFrom(new String(json, StandardCharsets.UTF_8)).get("cases");
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Object o : cases) {
            Map<?, ?> c = (Map<?, ?>) o;
            List<?> made = (List<?>) c.get("optimized_ops");
            if (made == null
                    || c.get("error") != null
                    || !((Map<?, ?>) c.get("session")).isEmpty()) {
                continue;
            }
            long integer = made.stream().filter(x -> INTEGER.contains(plain(x))).count();
            long floating = made.stream().filter(x -> FLOAT.contains(plain(x))).count();
            if (integer + floating == 0) {
                continue;
            }
            Path file = folder.resolve("case.onnx");
            Files.write(file, models.get(c.get("model")));
            Model m = ModelLoader.load(file);
            TypeInference.infer(m);
            LintReport r = FusionLint.check(m, Targets.ONNXRUNTIME);
            checked++;
            if (r.integer() != integer || r.findings().size() - r.integer() != floating) {
                wrong.add(c.get("case") + ": " + r.findings());
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(checked > 250, checked + " cases");
    }

    private static String plain(Object operator) {
        String s = operator.toString();
        return s.substring(s.lastIndexOf('.') + 1);
    }
}
