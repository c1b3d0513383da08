package io.jquant.cli;

import io.jquant.ModelData;
import io.jquant.ModelFile;
import io.jquant.data.SampleOptions;
import io.jquant.data.SampleSources;
import io.jquant.data.preprocess.PreprocessSpec;
import io.jquant.execute.Interpreter;
import io.jquant.graph.MacCount;
import io.jquant.graph.Model;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.Optimizer;
import io.jquant.report.Sizes;
import io.jquant.simd.Simd;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Times the interpreter on a model with made-up inputs. */
@Command(
        name = "bench",
        description = "Times the interpreter on a model with made-up inputs.",
        customSynopsis = "jquant bench MODEL [OPTIONS]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  jquant bench model.onnx --threads 1",
            "  jquant bench model.onnx --runs 50 --json -"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int WARM_UP_RUNS = 5;
    private static final long WARM_UP_NANOS = 1_500_000_000L;

    @Parameters(index = "0", paramLabel = "MODEL", description = "the ONNX file")
    private Path file;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "20",
            description = "timed runs (${DEFAULT-VALUE})")
    private int runs;

    @Mixin private JsonArg json;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.apply();
        json.requirePlace(file);
        if (runs < 1) {
            throw Problem.OPTION_VALUE.with("--runs", runs, "a number from 1 on");
        }
        Model model = ModelFile.open(file);
        Optimizer.optimize(model, OptimizeOptions.standard());
        Map<String, Tensor> inputs =
                SampleSources.open(
                                SampleSources.RANDOM,
                                ModelData.inputs(model),
                                SampleOptions.of(PreprocessSpec.NONE).withLimit(1))
                        .load(0)
                        .tensors();
        Interpreter interpreter = Interpreter.builder(model).build();
        double[] millis = new double[runs];
        try (Workers workers = new Workers(common.threads())) {
            long warm = System.nanoTime();
            for (int i = 0; i < WARM_UP_RUNS || System.nanoTime() - warm < WARM_UP_NANOS; i++) {
                interpreter.run(inputs, workers, null);
            }
            for (int i = 0; i < runs; i++) {
                long start = System.nanoTime();
                interpreter.run(inputs, workers, null);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Figures figures = figures(model, interpreter, millis);
        json.write(figures.json(), common.out());
        if (!json.takesStandardOutput()) {
            common.out().print(figures.text(file, runs));
            common.out().flush();
        }
        return ExitCode.OK;
    }

    private Figures figures(Model model, Interpreter interpreter, double... millis) {
        Arrays.sort(millis);
        double median = (millis[(runs - 1) / 2] + millis[runs / 2]) / 2;
        return new Figures(
                median,
                2e-6 * MacCount.of(model.graph()) / median,
                interpreter.peakBytes() / 1e6,
                common.threads(),
                Simd.get().description());
    }

    /** What was measured. */
    private record Figures(
            double medianMs, double gflops, double peakTensorMb, int threads, String simd) {
        String text(Path file, int runs) {
            return String.format(
                    Locale.ROOT,
                    "%s: %.3f ms (median of %s), %.1f GFLOP/s, %.1f MB of tensors at the peak%n"
                            + "  %s, %s%n",
                    file,
                    medianMs,
                    Sizes.number(runs, "run"),
                    gflops,
                    peakTensorMb,
                    Sizes.number(threads, "thread"),
                    simd);
        }

        Map<String, Object> json() {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("medianMs", medianMs);
            out.put("gflops", gflops);
            out.put("peakTensorMb", peakTensorMb);
            out.put("threads", threads);
            out.put("simd", simd);
            return out;
        }
    }
}
