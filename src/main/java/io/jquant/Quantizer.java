package io.jquant;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.Calibrator;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.Plausibility;
import io.jquant.calibrate.RangeFiles;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.RangeTableWriter;
import io.jquant.graph.Model;
import io.jquant.grid.Grid;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.OptimizeReport;
import io.jquant.optimize.Optimizer;
import io.jquant.recover.MethodChoice;
import io.jquant.rewrite.EmissionReport;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.rewrite.QdqEmitter;
import io.jquant.rewrite.QuantizationPlan;
import io.jquant.rewrite.lint.FusionLint;
import io.jquant.rewrite.lint.LintReport;
import io.jquant.save.ModelSaver;
import io.jquant.support.OutputText;
import io.jquant.support.Problem;
import io.jquant.support.Progress;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole job: a float model and samples become an INT8 model.
 *
 * <pre>{@code
 * QuantizationResult r =
 *         Quantizer.of(Path.of("model.onnx"))
 *                 .data(DataOptions.of("images/"))
 *                 .method("asymmetric-mse")
 *                 .run();
 * }</pre>
 */
public final class Quantizer {
    /** The runtime that most users of an ONNX file run. */
    public static final String DEFAULT_TARGET = "onnxruntime";

    /** So many samples judge the result. */
    private static final int JUDGED = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Quantizer.class);

    private final Path file;
    private Path output;
    private DataOptions data;
    private String method = RangeMethods.DEFAULT;
    private RangeMethods.Options methodOptions = RangeMethods.Options.DEFAULTS;
    private int histogramBits = CalibrationJob.USUAL_HISTOGRAM_BITS;
    private boolean clipOutputs;
    private long maxMemory = Runtime.getRuntime().maxMemory() / 2;
    private Path ranges;
    private Path saveRanges;
    private String target = DEFAULT_TARGET;
    private String coverage;
    private boolean guard = true;
    private boolean perTensorWeights;
    private List<String> keepFloat = List.of();
    private List<String> only = List.of();
    private OptimizeOptions optimize = OptimizeOptions.standard().withVerify(2, 0, 1);
    private boolean dryRun;
    private Double minSqnr;
    private Double minInt;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Progress progress = Progress.NONE;

    private Quantizer(Path file) {
        this.file = file;
    }

    /** A job on a model file. */
    public static Quantizer of(Path model) {
        return new Quantizer(model);
    }

    /** Where the result goes ({@code .int8.onnx} in place of {@code .onnx}). */
    public Quantizer output(Path path) {
        output = path;
        return this;
    }

    /** The samples; not needed with {@link #ranges}. */
    public Quantizer data(DataOptions options) {
        data = options;
        return this;
    }

    /** How ranges are found, a name of {@link RangeMethods}. */
    public Quantizer method(String name) {
        method = name;
        return this;
    }

    /** Settings of single methods. */
    public Quantizer methodOptions(RangeMethods.Options options) {
        methodOptions = options;
        return this;
    }

    /** Histograms have 2 to this power of bins over the range. */
    public Quantizer histogramBits(int bits) {
        histogramBits = bits;
        return this;
    }

    /** May methods clip the model's outputs (no)? */
    public Quantizer clipOutputs(boolean clip) {
        clipOutputs = clip;
        return this;
    }

    /** Bytes that the samples in flight may take together (half the heap). */
    public Quantizer maxMemory(long bytes) {
        maxMemory = bytes;
        return this;
    }

    /** Ranges from a file in place of a calibration. */
    public Quantizer ranges(Path path) {
        ranges = path;
        return this;
    }

    /** Writes the ranges to a file as well. */
    public Quantizer saveRanges(Path path) {
        saveRanges = path;
        return this;
    }

    /** The runtime the file is written for, a name of {@link Targets}. */
    public Quantizer target(String name) {
        target = name;
        return this;
    }

    /** {@code full} or {@code lean}; null for the target's own. */
    public Quantizer coverage(String name) {
        coverage = name;
        return this;
    }

    /** Are weights kept where CPUs without VNNI compute the same (where the target asks for it)? */
    public Quantizer guardPairSums(boolean on) {
        guard = on;
        return this;
    }

    /** One scale per weight tensor in place of one per output channel (no). */
    public Quantizer perTensorWeights(boolean on) {
        perTensorWeights = on;
        return this;
    }

    /** Nodes that stay float: names, globs, or {@code op:Type}. */
    public Quantizer keepFloat(List<String> patterns) {
        keepFloat = patterns;
        return this;
    }

    /** When not empty: the nodes that may be quantized. */
    public Quantizer only(List<String> patterns) {
        only = patterns;
        return this;
    }

    /** What the optimizer does before. */
    public Quantizer optimize(OptimizeOptions options) {
        optimize = options;
        return this;
    }

    /** Plans only: no file is written. */
    public Quantizer dryRun(boolean on) {
        dryRun = on;
        return this;
    }

    /** The least SQNR in dB that every output must have; null for none. */
    public Quantizer minSqnr(Double decibels) {
        minSqnr = decibels;
        return this;
    }

    /** The least share of the multiplications in integers, in per cent; null for none. */
    public Quantizer minInt(Double percent) {
        minInt = percent;
        return this;
    }

    public Quantizer threads(int n) {
        threads = n;
        return this;
    }

    public Quantizer progress(Progress p) {
        progress = p;
        return this;
    }

    /**
     * Does the job. When it fails, no file is left behind.
     *
     * @throws io.jquant.support.JquantException when an input is missing or bad, or a bound does
     *     not hold
     */
    public QuantizationResult run() {
        Stopwatch watch = new Stopwatch();
        boolean choose = method.equals(RangeMethods.AUTO) && ranges == null;
        NamedMethod range =
                RangeMethods.find(
                        method.equals(RangeMethods.AUTO) ? RangeMethods.DEFAULT : method,
                        methodOptions);
        Target runtime = Targets.byName(target);
        if (data == null && ranges == null) {
            throw Problem.NO_CALIBRATION.with(file);
        }
        Path out = output != null ? output : defaultOutput(file);
        Model model = watch.time("load", () -> ModelFile.open(file));
        Plausibility plausibility = new Plausibility(model);
        OptimizeReport optimized =
                watch.time(
                        "optimize", () -> Optimizer.optimize(model, optimize.withTarget(runtime)));
        PlanOptions before = planOptions(runtime, range);
        Planner.prepare(model, before);
        ModelData.Split samples =
                data == null
                        ? null
                        : ModelData.split(
                                model, file, data, JUDGED, choose ? RangeFinder.USUAL_SHARE : 0);
        RangeTable table = watch.time("calibrate", () -> table(model, before, range, samples));
        PlanOptions options = before.withGrid(grid(table, range));
        if (ranges == null && !samples.calibration().isMadeUp()) {
            plausibility.check(table);
        }
        if (saveRanges != null) {
            OutputText.write(saveRanges, RangeTableWriter.json(table));
        }
        Model floating = model.copy();
        QuantizationPlan plan = watch.time("plan", () -> Planner.plan(model, table, options));
        if (dryRun || plan.isLeftAlone()) {
            if (!dryRun) {
                watch.time("save", () -> save(model, out));
            }
            return result(out, optimized, table, plan, null, null, samples, List.of(), watch);
        }
        EmissionReport emission = watch.time("rewrite", () -> emit(model, plan, table));
        LintReport lint = watch.time("rewrite", () -> FusionLint.check(model, runtime));
        List<OutputSqnr> sqnr =
                samples == null || samples.calibration().isMadeUp()
                        ? List.of()
                        : watch.time(
                                "compare",
                                () ->
                                        Judge.sqnr(
                                                floating,
                                                model.copy(), // which infers types
                                                samples.judging(),
                                                ModelData.policy(data),
                                                data.states(),
                                                threads,
                                                progress));
        checkBounds(plan, sqnr);
        watch.time("save", () -> save(model, out));
        return result(out, optimized, table, plan, emission, lint, samples, sqnr, watch);
    }

    private PlanOptions planOptions(Target runtime, NamedMethod range) {
        PlanOptions options =
                PlanOptions.of(runtime)
                        .withGrid(range.grid())
                        .withGuardPairSums(guard)
                        .withPerTensorWeights(perTensorWeights)
                        .withKeepFloat(keepFloat)
                        .withOnly(only)
                        .withClipOutputs(clipOutputs);
        return coverage == null
                ? options
                : options.withCoverage(Coverage.valueOf(coverage.toUpperCase(Locale.ROOT)));
    }

    private RangeTable table(
            Model model, PlanOptions options, NamedMethod range, ModelData.Split samples) {
        if (ranges != null) {
            return RangeFiles.read(ranges, model);
        }
        CalibrationJob job =
                CalibrationJob.of(model, samples.calibration(), Planner.requests(model, options))
                        .withStates(data.states())
                        .withHistogramBits(histogramBits)
                        .withThreads(threads)
                        .withMaxMemory(maxMemory)
                        .withBad(ModelData.policy(data))
                        .withProgress(progress);
        if (!method.equals(RangeMethods.AUTO)) {
            return Calibrator.calibrate(job, range);
        }
        if (samples.calibration().isMadeUp()) {
            LOG.warn("made-up data cannot judge: {} is taken in place of auto", range.name());
            return Calibrator.calibrate(job, range);
        }
        return MethodChoice.choose(job, samples.judging(), options, methodOptions).ranges();
    }

    /** The grid of a table that was read or chosen; a method that was asked for has its own. */
    private Grid grid(RangeTable table, NamedMethod range) {
        return ranges != null || method.equals(RangeMethods.AUTO)
                ? RangeMethods.gridOf(table.method())
                : range.grid();
    }

    private static EmissionReport emit(Model model, QuantizationPlan plan, RangeTable table) {
        EmissionReport report = QdqEmitter.emit(model, plan);
        model.metadata().put("jquant.method", table.method());
        return report;
    }

    private void checkBounds(QuantizationPlan plan, List<OutputSqnr> sqnr) {
        if (minInt != null && !(100 * plan.summary().integerShare() >= minInt)) {
            throw Problem.TOO_FEW_INTEGERS.with(
                    file,
                    String.format(Locale.ROOT, "%.1f", 100 * plan.summary().integerShare()),
                    minInt);
        }
        if (minSqnr != null && sqnr.isEmpty()) {
            throw Problem.NOTHING_TO_COMPARE.with(file);
        }
        for (OutputSqnr o : sqnr) {
            if (minSqnr != null && o.decibels() < minSqnr) {
                throw Problem.SQNR_TOO_LOW.with(
                        file,
                        o.output(),
                        String.format(Locale.ROOT, "%.1f", o.decibels()),
                        minSqnr);
            }
        }
    }

    private static Path save(Model model, Path out) {
        ModelSaver.save(model, out);
        return out;
    }

    private QuantizationResult result(
            Path out,
            OptimizeReport optimized,
            RangeTable table,
            QuantizationPlan plan,
            EmissionReport emission,
            LintReport lint,
            ModelData.Split samples,
            List<OutputSqnr> sqnr,
            Stopwatch watch) {
        return new QuantizationResult(
                file,
                dryRun ? null : out,
                target,
                table.method(),
                size(file),
                dryRun ? 0 : size(out),
                optimized,
                table,
                plan,
                emission,
                lint,
                samples == null || ranges != null ? 0 : samples.calibration().size(),
                samples != null && samples.calibration().isMadeUp(),
                sqnr,
                sqnr.isEmpty() ? 0 : samples.judging().size(),
                samples != null && (samples.heldOut() || ranges != null),
                watch.seconds(),
                PeakMemory.bytes());
    }

    /** {@code .int8.onnx} in place of {@code .onnx}. */
    public static Path defaultOutput(Path model) {
        String name = String.valueOf(model.getFileName());
        return model.resolveSibling(name.replaceFirst("\\.onnx$", "") + ".int8.onnx");
    }

    /** Size of a model file with the external data beside it that the saver writes. */
    private static long size(Path file) {
        try {
            Path data = file.resolveSibling(file.getFileName() + ".data");
            return Files.size(file) + (Files.exists(data) ? Files.size(data) : 0);
        } catch (IOException e) {
            throw Problem.MODEL_NOT_FOUND.because(e, file);
        }
    }
}
