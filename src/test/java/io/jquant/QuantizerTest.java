package io.jquant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.RangeTableWriter;
import io.jquant.data.numpy.NpyWriter;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.load.ModelLoader;
import io.jquant.recover.Refine;
import io.jquant.report.Summary;
import io.jquant.save.ModelSaver;
import io.jquant.support.JquantException;
import io.jquant.support.OutputText;
import io.jquant.support.Problem;
import io.jquant.target.Targets;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The front door of the library. */
class QuantizerTest {
    @TempDir Path folder;
    private Path model;
    private Path out;

    @BeforeEach
    void writeModel() {
        model = folder.resolve("m.onnx");
        out = folder.resolve("out.onnx");
        ModelSaver.save(
                GraphText.parse(
                        "x:float[1,3,8,8] -> c:float[1,4,8,8] = Conv(x, w:float[4,3,3,3], b:float[4]){pads=[1,1,1,1]}; "
                                + "r:float[1,4,8,8] = Relu(c); y:float[1,2,8,8] = Conv(r, v:float[2,4,1,1]) -> y:float[1,2,8,8]"),
                model);
    }

    private QuantizationResult run(UnaryOperator<Quantizer> options) {
        return options.apply(
                        Quantizer.of(model)
                                .data(DataOptions.of("random").withSamples(3))
                                .threads(1)
                                .output(out))
                .run();
    }

    private Model emitted() {
        return ModelLoader.load(out);
    }

    @Test
    void metadataTellHowTheFileWasMadeAndNothingThatDiffersBetweenRuns() throws IOException {
        run(q -> q.coverage("full").keepFloat(java.util.List.of("a", "b")));
        byte[] first = Files.readAllBytes(out);
        run(q -> q.coverage("full").keepFloat(java.util.List.of("a", "b")));
        assertArrayEquals(first, Files.readAllBytes(out));
        Map<String, String> meta = emitted().metadata();
        assertEquals("onnxruntime", meta.get("jquant.target"));
        assertEquals("asymmetric-mse", meta.get("jquant.method"));
        assertTrue(meta.containsKey("jquant.version"));
        assertTrue(meta.get("jquant.source.sha256").matches("[0-9a-f]{64}"));
        assertTrue(meta.get("jquant.options").contains("coverage=full"), meta::toString);
        assertTrue(meta.get("jquant.options").contains("keep-float=a,b"), meta::toString);
    }

    @Test
    void operatorFormHasNoFloatLayers() {
        QuantizationResult r = run(q -> q.format("qoperator"));
        assertEquals(2, r.lint().integer());
        assertTrue(emitted().graph().nodes().stream().noneMatch(n -> n.is("Conv")));
    }

    @Test
    void activationsAreStoredAsAskedFor() {
        run(q -> q.activations("int8"));
        assertSame(ElementType.INT8, emitted().graph().find("x_zero_point").constant().type());
        run(q -> q.activations("uint8").target("tflite"));
        assertSame(ElementType.UINT8, emitted().graph().find("x_zero_point").constant().type());
    }

    @Test
    void inputsAndOutputsOfCodesHaveTheirParametersInTheMetadata() {
        run(q -> q.inputType("uint8").outputType("int8"));
        Model m = emitted();
        assertSame(ElementType.UINT8, m.graph().inputs().get(0).tensorType().element());
        assertSame(ElementType.INT8, m.graph().outputs().get(0).tensorType().element());
        assertTrue(m.metadata().get("jquant.input.x").matches("uint8 scale=\\S+ zeroPoint=\\d+"));
        assertTrue(m.metadata().get("jquant.output.y").matches("int8 scale=\\S+ zeroPoint=-?\\d+"));
    }

    /** A job on the example model and some of its pictures. */
    private Quantizer glyphs(int samples) {
        return Quantizer.of(Path.of("models/glyphs.onnx"))
                .data(DataOptions.of("examples/calib").withSamples(samples))
                .method("asymmetric-min-max")
                .threads(1)
                .output(out);
    }

    @Test
    void howPicturesWerePreparedIsToldOfInputsOfCodesToo() {
        glyphs(2).inputType("uint8").run();
        Map<String, String> meta = emitted().metadata();
        assertTrue(meta.get("jquant.input.image").startsWith("uint8 scale="), meta::toString);
        assertTrue(meta.get("jquant.preprocess").contains("mean:"), meta::toString);
    }

    @Test
    void quantizedModelIsNotToldOfAsIfItWereMadeNow() {
        run(q -> q);
        Path again = folder.resolve("again.onnx");
        QuantizationResult r =
                Quantizer.of(out).data(DataOptions.of("random").withSamples(1)).output(again).run();
        String text = Summary.text(r);
        assertTrue(text.contains("is quantized already and was left as it is"), text);
        assertFalse(text.contains("ranges"), text);
    }

    @Test
    void everyTargetWritesAFileThatLoads() {
        for (String t : Targets.names()) {
            QuantizationResult r = run(q -> q.target(t));
            assertEquals(2, r.summary().integerHeavy(), t);
            assertFalse(emitted().graph().nodes().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format=qqq",
                "activations=int4",
                "activations=float",
                "input=int16",
                "output=half",
                "coverage=most",
                "tensorrt=uint8",
                "openvino=qoperator"
            })
    void wrongValuesAreRefused(String what) {
        String value = what.substring(what.indexOf('=') + 1);
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () ->
                                run(
                                        q ->
                                                switch (what.substring(0, what.indexOf('='))) {
                                                    case "format" -> q.format(value);
                                                    case "activations" -> q.activations(value);
                                                    case "input" -> q.inputType(value);
                                                    case "output" -> q.outputType(value);
                                                    case "coverage" -> q.coverage(value);
                                                    case "tensorrt" ->
                                                            q.target("tensorrt").activations(value);
                                                    default -> q.target("openvino").format(value);
                                                }));
        assertSame(Problem.OPTION_VALUE, e.problem());
        assertFalse(Files.exists(out));
    }

    @Test
    void coverageIsChosenByTheSamples() {
        QuantizationResult r = glyphs(8).coverage("auto").run();
        assertEquals(r.summary().heavy(), r.summary().integerHeavy());
        assertTrue(emitted().metadata().get("jquant.options").contains("coverage=auto"));
    }

    @Test
    void exampleOfTheLibraryRuns() throws IOException, InterruptedException {
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Path log = folder.resolve("log.txt");
        int code =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classes,
                                "examples/QuantizeInCode.java",
                                "models/glyphs.onnx",
                                "examples/calib",
                                out.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
        String said = Files.readString(log);
        assertEquals(0, code, said);
        assertTrue(said.contains("runs in integers"), said);
        assertTrue(Files.size(out) < Files.size(Path.of("models/glyphs.onnx")) / 2);
    }

    @Test
    void refinementIsToldAndNamedInTheMethod() {
        QuantizationResult r = run(q -> q.refine(Refine.MLE).method("asymmetric-min-max"));
        assertEquals("asymmetric-min-max+mle", r.method());
        assertEquals(3, r.refinement().samples());
        assertEquals("asymmetric-min-max+mle", emitted().metadata().get("jquant.method"));
        assertTrue(Summary.text(r).contains("ranges changed on 3 samples"), Summary.text(r));
        assertTrue(Summary.json(r).get("refine") instanceof Map<?, ?>);
    }

    @Test
    void aRangeTableCanBeRefined() throws IOException {
        Path table = folder.resolve("ranges.json");
        run(q -> q.method("asymmetric-min-max").saveRanges(table));
        Path better = folder.resolve("better.json");
        QuantizationResult r = run(q -> q.ranges(table).refine(Refine.MLE).saveRanges(better));
        assertEquals("asymmetric-min-max+mle", r.method());
        byte[] direct = Files.readAllBytes(out);
        run(q -> q.ranges(better));
        assertEquals(
                emitted().graph().find("r_scale").constant().floats()[0],
                r.plan().tensor("r").params().scale());
        run(q -> q.ranges(table).refine(Refine.MLE));
        assertArrayEquals(direct, Files.readAllBytes(out));
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () -> run(q -> q.ranges(table).data(null).refine(Refine.MLE)));
        assertSame(Problem.NO_CALIBRATION, e.problem());
    }

    @Test
    void noSampleIsReplacedByAResult() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path sample = data.resolve("a.npy");
        NpyWriter.write(sample, Tensor.zeros(ElementType.FLOAT, Shape.of(1, 3, 8, 8)));
        byte[] before = Files.readAllBytes(sample);
        DataOptions options = DataOptions.of(data.toString());
        List<Executable> jobs =
                List.of(
                        () -> run(q -> q.data(options).output(sample)),
                        () -> run(q -> q.data(options).saveRanges(sample)),
                        () -> RangeFinder.of(model).data(options).output(sample).run());
        for (Executable job : jobs) {
            JquantException e = assertThrows(JquantException.class, job);
            assertSame(Problem.OUTPUT_IS_INPUT, e.problem());
        }
        assertArrayEquals(before, Files.readAllBytes(sample));
    }

    @Test
    void modelOfSixteenBitFloatsIsQuantizedAndKeepsItsInterface() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        for (int k = 0; k < 2; k++) {
            float[] values = new float[3 * 8 * 8];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) StrictMath.sin(i + k);
            }
            Tensor sample = Tensor.zeros(ElementType.FLOAT16, Shape.of(1, 3, 8, 8));
            TensorNumbers.store(values, sample);
            NpyWriter.write(data.resolve(k + ".npy"), sample);
        }
        ModelSaver.save(
                GraphText.parse(
                        "x:float16[1,3,8,8] -> c:float16[1,4,8,8] = Conv(x, w:float16[4,3,3,3]{0.25}, b:float16[4]{1}){pads=[1,1,1,1]}; "
                                + "r:float16[1,4,8,8] = Relu(c); y:float16[1,2,8,8] = Conv(r, v:float16[2,4,1,1]{-0.5}) -> y:float16[1,2,8,8]"),
                model);
        QuantizationResult r = run(q -> q.data(DataOptions.of(data.toString())));
        assertEquals(2, r.lint().integer());
        assertEquals(2, r.notes().size());
        assertTrue(r.notes().get(0).contains("widened to float32"), r.notes()::toString);
        assertTrue(r.notes().get(1).startsWith("so few samples"), r.notes()::toString);
        assertTrue(r.worstSqnr() > 30, r.sqnr()::toString);
        Model m = emitted();
        assertEquals(ElementType.FLOAT16, m.graph().inputs().get(0).tensorType().element());
        assertEquals(ElementType.FLOAT16, m.graph().outputs().get(0).tensorType().element());

        run(q -> q.inputType("uint8").outputType("int8"));
        m = emitted();
        assertEquals(ElementType.UINT8, m.graph().inputs().get(0).tensorType().element());
        assertEquals(ElementType.INT8, m.graph().outputs().get(0).tensorType().element());
    }

    @Test
    void rangesForATargetHoldTheTensorsOfItsGraph() {
        ModelSaver.save(
                GraphText.parse(
                        "x:float[1,3,8,8] -> c:float[1,4,8,8] = Conv(x, w:float[4,3,1,1]); "
                                + "a:float[1,4,8,8] = Add(c, three:float[]{3}); k:float[1,4,8,8] = Clip(a, lo:float[]{0}, hi:float[]{6}); "
                                + "m:float[1,4,8,8] = Mul(c, k); h:float[1,4,8,8] = Div(m, six:float[]{6}); "
                                + "y:float[1,2,8,8] = Conv(h, v:float[2,4,1,1]) -> y:float[1,2,8,8]"),
                model);
        Path table = folder.resolve("ranges.json");
        for (String target : List.of("onnxruntime", "tflite")) {
            RangeTable found =
                    RangeFinder.of(model)
                            .data(DataOptions.of("random").withSamples(3))
                            .target(target)
                            .threads(1)
                            .run();
            OutputText.write(table, RangeTableWriter.json(found));
            QuantizationResult r =
                    Quantizer.of(model).ranges(table).target("tflite").output(out).run();
            assertEquals(target.equals("tflite"), r.plan().warnings().isEmpty());
            assertEquals(target.equals("tflite"), r.notes().isEmpty(), r.notes()::toString);
        }
    }

    /** What a model multiplies is counted for a sample where its own sizes are open. */
    @Test
    void sizesThatTheModelLeavesOpenAreThoseOfTheSamples() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Tensor sample = Tensor.zeros(ElementType.FLOAT, Shape.of(1, 3, 10, 6));
        sample.floats()[7] = 1;
        NpyWriter.write(data.resolve("0.npy"), sample);
        ModelSaver.save(
                GraphText.parse(
                        "x:float[?,3,?,?] -> c = Conv(x, w:float[4,3,3,3]){pads=[1,1,1,1]}; "
                                + "r = Relu(c); y = Conv(r, v:float[2,4,1,1]) -> y:float[?,2,?,?]"),
                model);
        QuantizationResult r = run(q -> q.data(DataOptions.of(data.toString())).minInt(100.0));
        long macs = 10 * 6 * (4 * 3 * 3 * 3 + 2 * 4);
        assertEquals(macs, r.plan().summary().macs());
        assertEquals(1, r.plan().summary().integerShare());
        assertEquals(macs, r.lint().macs());
        Model written = emitted();
        assertFalse(written.graph().find("x").tensorType().shape().isKnown());
        assertFalse(written.graph().find("y").tensorType().shape().isKnown());
    }
}
