package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.execute.Interpreter;
import io.jquant.execute.TypeInference;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.grid.Range;
import io.jquant.load.ModelLoader;
import io.jquant.save.ModelSaver;
import io.jquant.support.Workers;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Emitted models in ONNX Runtime: they load, compute what was planned, and run in integers. */
class OnnxRuntimeTest {
    private static final Set<String> INTEGER =
            Set.of("QLinearConv", "QLinearMatMul", "QGemm", "MatMulIntegerToFloat");
    private static final Set<String> FLOAT =
            Set.of("Conv", "FusedConv", "Gemm", "FusedGemm", "MatMul", "FusedMatMul");

    private static final String CONV_RELU =
            "x:float[1,4,8,8] -> c:float[1,8,8,8] = Conv(x, w:float[8,4,3,3], b:float[8]){pads=[1,1,1,1]}; "
                    + "r:float[1,8,8,8] = Relu(c); ";

    @TempDir Path folder;

    /** The written file, and the ranges' float model's outputs on the same input. */
    private record Emitted(
            Path file, Map<String, Tensor> feed, float[] real, QuantizationPlan plan) {}

    private Emitted emit(PlanOptions options, String text) {
        Model model = Plans.of(options, text).model;
        TypeInference.infer(model);
        Planner.prepare(model, options);
        Random random = new Random(7);
        Map<String, Tensor> feed = new LinkedHashMap<>();
        for (Value v : model.graph().inputs()) {
            Shape s = v.tensorType().shape().shape();
            float[] data = new float[Math.toIntExact(s.size())];
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) random.nextGaussian();
            }
            feed.put(v.name(), Tensor.of(s, data));
        }
        Set<String> wanted = new HashSet<>();
        Planner.requests(model, options).forEach(r -> wanted.add(r.tensor()));
        Map<String, TensorRange> ranges = new LinkedHashMap<>();
        String output = model.graph().outputs().get(0).name();
        Tensor real =
                (Tensor)
                        Interpreter.builder(model.copy())
                                .taps(wanted)
                                .build()
                                .run(
                                        feed,
                                        Workers.SERIAL,
                                        (name, t) -> ranges.put(name, Plans.range(of(t), null)))
                                .get(output);
        feed.forEach((name, t) -> ranges.put(name, Plans.range(of(t), null)));
        QuantizationPlan plan = Planner.plan(model, new RangeTable("test", ranges), options);
        QdqEmitter.emit(model, plan);
        Path file = folder.resolve("emitted.onnx");
        ModelSaver.save(model, file);
        return new Emitted(file, feed, Arrays.copyOf(real.floats(), real.size()), plan);
    }

    private static Range of(Tensor t) {
        return Constants.range(t);
    }

    private static float[] run(Emitted e, OptLevel level, Path optimized) throws OrtException {
        OrtEnvironment env = OrtEnvironment.getEnvironment();
        try (SessionOptions o = new SessionOptions()) {
            o.setOptimizationLevel(level);
            if (optimized != null) {
                o.setOptimizedModelFilePath(optimized.toString());
            }
            Map<String, OnnxTensor> in = new LinkedHashMap<>();
            try (OrtSession session = env.createSession(e.file().toString(), o)) {
                for (Map.Entry<String, Tensor> f : e.feed().entrySet()) {
                    in.put(
                            f.getKey(),
                            OnnxTensor.createTensor(
                                    env,
                                    FloatBuffer.wrap(f.getValue().floats()),
                                    f.getValue().shape().toArray()));
                }
                try (OrtSession.Result r = session.run(in)) {
                    FloatBuffer out = ((OnnxTensor) r.get(0)).getFloatBuffer();
                    float[] copy = new float[out.remaining()];
                    out.get(copy);
                    return copy;
                }
            } finally {
                in.values().forEach(OnnxTensor::close);
            }
        }
    }

    private static double decibels(float[] real, float[] got) {
        double signal = 0;
        double noise = 1e-30;
        for (int i = 0; i < real.length; i++) {
            signal += (double) real[i] * real[i];
            noise += ((double) real[i] - got[i]) * ((double) real[i] - got[i]);
        }
        return 10 * StrictMath.log10(signal / noise);
    }

    private static float furthest(float[] a, float[] b) {
        float d = 0;
        for (int i = 0; i < a.length; i++) {
            d = Math.max(d, Math.abs(a[i] - b[i]));
        }
        return d;
    }

    /** Every heavy operator of the graph that ONNX Runtime made of the file. */
    private static void assertRunsInIntegers(Path optimized, int expected) {
        int integer = 0;
        for (Node n : ModelLoader.load(optimized).graph()) {
            assertTrue(!FLOAT.contains(n.opType()), n + " stayed float");
            integer += INTEGER.contains(n.opType()) ? 1 : 0;
        }
        assertEquals(expected, integer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnxruntime", "onnxruntime-arm64", "tflite"})
    void integerKernelsComputeWhatTheFileSaysWithinOneCode(String target) throws OrtException {
        Target t = Targets.byName(target);
        for (String text :
                List.of(
                        CONV_RELU + "-> r",
                        "x:float[1,8,8,8] -> y:float[1,8,8,8] = Conv(x, w:float[8,1,3,3]){group=8, pads=[1,1,1,1]} -> y",
                        "x:float[1,4,9] -> y:float[1,6,9] = Conv(x, w:float[6,4,3]){pads=[1,1]} -> y",
                        "x:float[3,16] -> y:float[3,5] = Gemm(x, w:float[16,5], b:float[5]) -> y",
                        "x:float[2,3,16] -> y:float[2,3,5] = MatMul(x, w:float[16,5]) -> y",
                        "x:float[2,3,16], z:float[2,16,5] -> y:float[2,3,5] = MatMul(x, z) -> y")) {
            Emitted e = emit(PlanOptions.of(t), text);
            float[] fused = run(e, OptLevel.ALL_OPT, null);
            float[] simulated = run(e, OptLevel.NO_OPT, null);
            TensorPlan out = e.plan().tensor(text.endsWith("r") ? "r" : "y");
            float step = out == null ? 1e-4f * span(simulated) : 1.001f * out.params().scale();
            assertTrue(furthest(fused, simulated) <= step, target + ": " + text);
            assertTrue(decibels(e.real(), fused) > 30, target + ": " + text);
        }
    }

    private static float span(float[] a) {
        float m = 0;
        for (float x : a) {
            m = Math.max(m, Math.abs(x));
        }
        return m;
    }

    @Test
    void heavyOperatorsOfTheDefaultTargetRunInIntegers() throws OrtException, IOException {
        Map<String, Integer> cases = new LinkedHashMap<>();
        cases.put(
                CONV_RELU + "d:float[1,8,8,8] = Conv(r, v:float[8,8,1,1]); s = Add(r, d) -> s", 2);
        cases.put(
                CONV_RELU
                        + "m:float[1,8,4,4] = MaxPool(r){kernel_shape=[2,2], strides=[2,2]}; "
                        + "d:float[1,8,4,4] = Conv(m, v:float[8,8,1,1]); j:float[1,16,4,4] = Concat(m, d){axis=1}; "
                        + "e:float[1,4,4,4] = Conv(j, u:float[4,16,1,1]); g:float[1,4,1,1] = GlobalAveragePool(e); "
                        + "f:float[1,4] = Flatten(g); y:float[1,3] = Gemm(f, k:float[4,3], h:float[3]) -> y",
                4);
        cases.put(
                CONV_RELU
                        + "s = Sigmoid(r); p:float[1,8,8,8] = Mul(r, s); "
                        + "d:float[1,8,8,8] = Conv(p, v:float[8,8,1,1]) -> d",
                2);
        cases.put(CONV_RELU + "-> r, c", 1);
        cases.put(
                "x:float[1,4,8,8] -> c:float[1,8,8,8] = Conv(x, w:float[8,4,1,1]); "
                        + "y = Clip(c, lo:float[]{-1}, hi:float[]{1}) -> y",
                1);
        cases.put(
                "x:float[2,5,8] -> p:float[2,5,16] = MatMul(x, w:float[8,16]); q:float[2,5,16] = Add(p, b:float[16]); "
                        + "e:float[2,5,16] = Erf(q); r:float[2,5,8] = MatMul(e, v:float[16,8]); "
                        + "s:float[2,5,8] = Add(r, k:float[8]); y = Add(x, s) -> y",
                2);
        cases.put(
                "x:float[2,5,8] -> p:float[2,5,16] = MatMul(x, w:float[8,16]); q:float[2,5,16] = Add(p, b:float[16]); "
                        + "r:float[2,5,16] = Relu(q); y:float[2,5,8] = MatMul(r, v:float[16,8]) -> y",
                2);
        cases.put(
                "x:float[5,8] -> p:float[5,16] = MatMul(x, w:float[8,16]); y = Add(p, z:float[5,16]) -> y",
                1);
        cases.put(
                "x:float[3,8] -> y:float[3,8] = Gemm(x, w:float[8,8]); r:float[3,8] = Relu(y); e = Erf(r) -> e",
                1);
        cases.put(
                "q:float[1,2,5,8], k:float[1,2,8,5], v:float[1,2,5,8] -> s:float[1,2,5,5] = MatMul(q, k); "
                        + "t:float[1,2,5,5] = Mul(s, f:float[]{0.35}); p:float[1,2,5,5] = Softmax(t); "
                        + "y:float[1,2,5,8] = MatMul(p, v) -> y",
                2);
        cases.put(
                CONV_RELU
                        + "t:float[1,4,16,16] = ConvTranspose(r, v:float[8,4,3,3]){strides=[2,2], pads=[1,1,0,0]}; "
                        + "q:float[1,4,16,16] = Relu(t); y:float[1,2,16,16] = Conv(q, u:float[2,4,1,1]) -> y",
                3);
        cases.put(
                CONV_RELU
                        + "a:float[1,8,4,4] = AveragePool(r){kernel_shape=[2,2], strides=[2,2]}; "
                        + "y:float[1,2,4,4] = Conv(a, u:float[2,8,1,1]) -> y",
                3);
        for (Map.Entry<String, Integer> c : cases.entrySet()) {
            Emitted e = emit(PlanOptions.of(Targets.ONNXRUNTIME), c.getKey());
            Path optimized = folder.resolve("optimized.onnx");
            Files.deleteIfExists(optimized);
            float[] got = run(e, OptLevel.ALL_OPT, null);
            assertTrue(decibels(e.real(), got) > 20, c.getKey());
            // the last level only changes layouts, and some versions cannot write what it makes
            run(e, OptLevel.EXTENDED_OPT, optimized);
            assertRunsInIntegers(optimized, c.getValue());
        }
    }

    @Test
    void batchedConstantWeightsRun() throws OrtException {
        Emitted e =
                emit(
                        PlanOptions.of(Targets.ONNXRUNTIME),
                        "x:float[3,2,8] -> y:float[3,2,5] = MatMul(x, w:float[3,8,5]) -> y");
        assertTrue(decibels(e.real(), run(e, OptLevel.ALL_OPT, null)) > 30);
    }

    @Test
    void layerThatIsKeptFloatIsNotQuantizedByTheRuntime() throws OrtException {
        Emitted e =
                emit(
                        PlanOptions.of(Targets.ONNXRUNTIME).withKeepFloat(List.of("n_d")),
                        CONV_RELU
                                + "d:float[1,8,8,8] = Conv(r, v:float[8,8,1,1]); q:float[1,8,8,8] = Relu(d); "
                                + "y:float[1,2,8,8] = Conv(q, u:float[2,8,1,1]) -> y");
        Path optimized = folder.resolve("optimized.onnx");
        run(e, OptLevel.EXTENDED_OPT, optimized);
        long floats =
                ModelLoader.load(optimized).graph().nodes().stream()
                        .filter(n -> FLOAT.contains(n.opType()))
                        .count();
        assertEquals(1, floats);
    }

    @Test
    void averagePoolThatStaysFloatIsNotFused() throws OrtException {
        Emitted e =
                emit(
                        PlanOptions.of(Targets.ONNXRUNTIME),
                        CONV_RELU
                                + "a:float[1,8,8,8] = AveragePool(r){kernel_shape=[3,3], pads=[1,1,1,1]}; "
                                + "y:float[1,2,8,8] = Conv(a, u:float[2,8,1,1]) -> y");
        Path optimized = folder.resolve("optimized.onnx");
        assertTrue(decibels(e.real(), run(e, OptLevel.EXTENDED_OPT, optimized)) > 20);
        assertTrue(
                ModelLoader.load(optimized).graph().nodes().stream()
                        .anyMatch(n -> n.is("AveragePool")));
        assertRunsInIntegers(optimized, 2);
    }

    @Test
    void sameModelGivesTheSameBytes() throws IOException {
        byte[] first =
                Files.readAllBytes(
                        emit(PlanOptions.of(Targets.ONNXRUNTIME), CONV_RELU + "-> r").file());
        byte[] second =
                Files.readAllBytes(
                        emit(PlanOptions.of(Targets.ONNXRUNTIME), CONV_RELU + "-> r").file());
        assertTrue(Arrays.equals(first, second));
    }
}
