package io.jquant;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.Calibrator;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.Plausibility;
import io.jquant.calibrate.RangeFiles;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.RangeTableWriter;
import io.jquant.calibrate.TensorRequest;
import io.jquant.graph.Model;
import io.jquant.grid.Grid;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.OptimizeReport;
import io.jquant.optimize.Optimizer;
import io.jquant.optimize.WideFloats;
import io.jquant.recover.LayerRefinement;
import io.jquant.recover.MethodChoice;
import io.jquant.recover.PieceJudge;
import io.jquant.recover.Refine;
import io.jquant.recover.Refinement;
import io.jquant.rewrite.EmissionReport;
import io.jquant.rewrite.IoCodes;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.rewrite.QOperatorForm;
import io.jquant.rewrite.QdqEmitter;
import io.jquant.rewrite.QuantizationPlan;
import io.jquant.rewrite.WeightRanges;
import io.jquant.rewrite.lint.FusionLint;
import io.jquant.rewrite.lint.LintReport;
import io.jquant.save.ModelSaver;
import io.jquant.support.OutputText;
import io.jquant.support.Problem;
import io.jquant.support.Progress;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.target.Trait;
import io.jquant.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final String AUTO = "auto";

    /** So many samples judge the result. */
    private static final int JUDGED = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Quantizer.class);

    private final Path file;
    private Path output;
    private DataOptions data;
    private String method = RangeMethods.DEFAULT;
    private RangeMethods.Options methodOptions = RangeMethods.Options.DEFAULTS;
    private Refine refine = Refine.NONE;
    private int histogramBits = CalibrationJob.USUAL_HISTOGRAM_BITS;
    private boolean clipOutputs;
    private long maxMemory = Runtime.getRuntime().maxMemory() / 2;
    private Path ranges;
    private Path saveRanges;
    private String target = DEFAULT_TARGET;
    private String coverage;
    private String format = "qdq";
    private String activations;
    private String inputType = "float";
    private String outputType = "float";
    private boolean guard = true;
    private boolean perTensorWeights;
    private WeightRanges weightRanges = WeightRanges.AUTO;
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

    /**
     * What is done to the ranges after the method, or after they were read from a file (nothing);
     * needs samples.
     */
    public Quantizer refine(Refine how) {
        refine = how;
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

    /**
     * How integer operators are written: {@code qdq}, float operators between pairs that the
     * runtime fuses, or {@code qoperator}, operators on codes.
     */
    public Quantizer format(String name) {
        format = name;
        return this;
    }

    /** How activations are stored, {@code int8} or {@code uint8}; null for the target's own. */
    public Quantizer activations(String type) {
        activations = type;
        return this;
    }

    /**
     * What the model's float inputs take from now on: {@code float}, or codes of type {@code int8}
     * or {@code uint8} whose parameters stand in the metadata.
     */
    public Quantizer inputType(String type) {
        inputType = type;
        return this;
    }

    /** The same of the model's float outputs. */
    public Quantizer outputType(String type) {
        outputType = type;
        return this;
    }

    /**
     * {@code full}, {@code lean}, or {@code auto} for the one that suits the model; null for the
     * target's own, which is {@code auto} for ONNX Runtime where there are samples to judge by.
     */
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

    /** How the scales of weights are found ({@link WeightRanges#AUTO}). */
    public Quantizer weightRanges(WeightRanges how) {
        weightRanges = how;
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
                        method.equals(RangeMethods.AUTO) ? RangeMethods.USUAL : method,
                        methodOptions);
        Target runtime = runtime();
        if (data == null && (ranges == null || refine != Refine.NONE)) {
            throw Problem.NO_CALIBRATION.with(file);
        }
        Path out = output != null ? output : defaultOutput(file);
        Model model = watch.time("load", () -> ModelFile.open(file));
        List<String> notes = new ArrayList<>(widened(model));
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
        boolean open = isCoverageOpen(model, before, samples); // whatever the grid
        Chosen chosen = watch.time("calibrate", () -> choose(model, before, range, samples, open));
        PlanOptions given = before.withGrid(grid(chosen.table, range));
        PlanOptions options =
                open
                        ? watch.time("plan", () -> covered(model, chosen.table, given, samples))
                        : given;
        Chosen found =
                refine == Refine.NONE || chosen.refinement != null
                        ? chosen
                        : watch.time("refine", () -> refined(model, chosen, options, samples));
        RangeTable table = found.table;
        if (ranges == null && !samples.calibration().isMadeUp()) {
            plausibility.check(table);
        }
        if (saveRanges != null) {
            OutputText.write(saveRanges, RangeTableWriter.json(table));
        }
        Model floating = model.copy();
        QuantizationPlan plan = watch.time("plan", () -> Planner.plan(model, table, options));
        if (ranges != null && !plan.warnings().isEmpty()) {
            notes.add(
                    "'jquant calibrate --target "
                            + target
                            + "' finds the ranges of all tensors that this target has");
        }
        if (dryRun || plan.isLeftAlone()) {
            if (!dryRun) {
                watch.time("save", () -> save(model, out));
            }
            return result(
                    out, optimized, found, plan, null, null, samples, List.of(), notes, watch);
        }
        EmissionReport emission = watch.time("rewrite", () -> emit(model, plan));
        LintReport lint = watch.time("rewrite", () -> FusionLint.check(model, runtime));
        List<OutputSqnr> sqnr =
                samples == null || samples.calibration().isMadeUp()
                        ? List.of()
                        : watch.time("compare", () -> sqnr(floating, model, samples));
        checkBounds(plan, sqnr);
        finish(model, table, samples);
        watch.time("save", () -> save(model, out));
        return result(out, optimized, found, plan, emission, lint, samples, sqnr, notes, watch);
    }

    /** Makes a model of 16-bit floats one of float32; returns what users should know of it. */
    private List<String> widened(Model model) {
        if (Planner.isQuantized(model)) {
            return List.of();
        }
        WideFloats.Report r =
                WideFloats.apply(
                        model,
                        codes("--input-type", inputType) == null,
                        codes("--output-type", outputType) == null);
        return r.isEmpty()
                ? List.of()
                : List.of(
                        "16-bit floats were widened to float32: "
                                + r.constants()
                                + " constants and "
                                + r.tensors()
                                + " tensors");
    }

    private Target runtime() {
        Target named = Targets.byName(target);
        boolean operators = format.equals("qoperator");
        if (!operators && !format.equals("qdq")) {
            throw Problem.OPTION_VALUE.with("--format", format, "qdq or qoperator");
        }
        if (operators && named.has(Trait.FLOAT_OUTPUTS)) {
            throw Problem.OPTION_VALUE.with("--format", format, "qdq for target " + target);
        }
        if (activations == null) {
            return named;
        }
        ElementType type = codes("--activations", activations);
        if (type == ElementType.UINT8 && named.has(Trait.ZERO_POINT_ZERO)) {
            throw Problem.OPTION_VALUE.with(
                    "--activations", activations, "int8 for target " + target);
        }
        return named.withActivations(type);
    }

    private PlanOptions planOptions(Target runtime, NamedMethod range) {
        PlanOptions options =
                PlanOptions.of(runtime)
                        .withGrid(range.grid())
                        .withGuardPairSums(guard)
                        .withPerTensorWeights(perTensorWeights)
                        .withWeightRanges(weightRanges)
                        .withKeepFloat(keepFloat)
                        .withOnly(only)
                        .withClipOutputs(clipOutputs)
                        .withQuantizedInputs(codes("--input-type", inputType) != null)
                        .withQuantizedOutputs(codes("--output-type", outputType) != null);
        if (coverage == null) {
            return options;
        }
        return switch (coverage.toLowerCase(Locale.ROOT)) {
            case "full" -> options.withCoverage(Coverage.FULL);
            case "lean" -> options.withCoverage(Coverage.LEAN);
            case AUTO -> options;
            default ->
                    throw Problem.OPTION_VALUE.with("--coverage", coverage, "full, lean or auto");
        };
    }

    /** Is the coverage to be chosen, and does it make a difference? */
    private boolean isCoverageOpen(Model model, PlanOptions options, ModelData.Split samples) {
        boolean asked = coverage != null && coverage.equalsIgnoreCase(AUTO);
        boolean usual =
                coverage == null
                        && options.target().has(Trait.COVERAGE_BY_MODEL)
                        && samples != null
                        && !samples.calibration().isMadeUp();
        return (asked || usual) && CoverageChoice.isOpen(model, options);
    }

    /** The options with the coverage that suits the model. */
    private PlanOptions covered(
            Model model, RangeTable table, PlanOptions options, ModelData.Split samples) {
        if (samples == null || samples.calibration().isMadeUp()) {
            LOG.warn(
                    "there are no samples to choose the coverage by: {} is taken",
                    options.coverage());
            return options;
        }
        return options.withCoverage(
                CoverageChoice.choose(model, table, options, () -> pieceJudge(model, samples)));
    }

    private PieceJudge pieceJudge(Model model, ModelData.Split samples) {
        return new PieceJudge(
                model, samples.judging(), ModelData.policy(data), data.states(), threads);
    }

    private List<OutputSqnr> sqnr(Model floating, Model emitted, ModelData.Split samples) {
        return Judge.sqnr(
                floating,
                emitted,
                samples.judging(),
                ModelData.policy(data),
                data.states(),
                threads,
                progress);
    }

    /**
     * Ranges and where they come from.
     *
     * @param choice null where no method was chosen
     * @param refinement null where none was asked for, or not made yet
     */
    private record Chosen(RangeTable table, MethodChoice.Choice choice, Refinement refinement) {}

    private Chosen choose(
            Model model,
            PlanOptions options,
            NamedMethod range,
            ModelData.Split samples,
            boolean open) {
        if (ranges != null) {
            return new Chosen(RangeFiles.read(ranges, model), null, null);
        }
        List<TensorRequest> requests =
                open ? CoverageChoice.requests(model, options) : Planner.requests(model, options);
        CalibrationJob job = job(model, samples, requests);
        if (!method.equals(RangeMethods.AUTO)) {
            return new Chosen(Calibrator.calibrate(job, options.laid(range)), null, null);
        }
        if (samples.calibration().isMadeUp()) {
            LOG.warn("made-up data cannot judge: {} is taken in place of auto", range.name());
            return new Chosen(Calibrator.calibrate(job, options.laid(range)), null, null);
        }
        MethodChoice.Choice c =
                MethodChoice.choose(job, samples.judges(), options, methodOptions, refine);
        return new Chosen(c.ranges(), c, c.refinement());
    }

    private CalibrationJob job(Model model, ModelData.Split samples, List<TensorRequest> requests) {
        return CalibrationJob.of(model, samples.calibration(), requests)
                .withStates(data.states())
                .withHistogramBits(histogramBits)
                .withThreads(threads)
                .withMaxMemory(maxMemory)
                .withBad(ModelData.policy(data))
                .withProgress(progress)
                .withHalves(saveRanges != null);
    }

    private Chosen refined(
            Model model, Chosen chosen, PlanOptions options, ModelData.Split samples) {
        Refinement r =
                LayerRefinement.refine(job(model, samples, List.of()), chosen.table, options);
        return new Chosen(r.ranges(), chosen.choice, r);
    }

    /** The grid of a table that was read or chosen; a method that was asked for has its own. */
    private Grid grid(RangeTable table, NamedMethod range) {
        return ranges != null || method.equals(RangeMethods.AUTO)
                ? RangeMethods.gridOf(table.method())
                : range.grid();
    }

    private EmissionReport emit(Model model, QuantizationPlan plan) {
        EmissionReport report = QdqEmitter.emit(model, plan);
        if (format.equals("qoperator")) {
            QOperatorForm.apply(model);
        }
        return report;
    }

    /** What is done to the model when it has been judged. */
    private void finish(Model model, RangeTable table, ModelData.Split samples) {
        List<IoCodes.Port> ports =
                IoCodes.apply(
                        model,
                        codes("--input-type", inputType),
                        codes("--output-type", outputType));
        String preprocess =
                samples == null || samples.calibration().isMadeUp()
                        ? ""
                        : ModelData.preprocess(model, file, data);
        Provenance.write(model, file, target, table.method(), settings(), preprocess, ports);
    }

    /** Everything else that the result depends on. */
    private String settings() {
        List<String> out = new ArrayList<>();
        out.add("format=" + format);
        out.add("activations=" + (activations == null ? "target" : activations));
        out.add("coverage=" + (coverage == null ? "target" : coverage.toLowerCase(Locale.ROOT)));
        out.add("method=" + method);
        if (refine != Refine.NONE) {
            out.add("refine=" + refine.name().toLowerCase(Locale.ROOT));
        }
        out.add("weights=" + (perTensorWeights ? "per-tensor" : "per-axis"));
        out.add("weight-ranges=" + weightRanges.name().toLowerCase(Locale.ROOT));
        out.add("guard=" + guard);
        out.add("clip-outputs=" + clipOutputs);
        out.add("histogram-bits=" + histogramBits);
        out.add("input-type=" + inputType);
        out.add("output-type=" + outputType);
        if (data != null) {
            out.add("samples=" + data.samples());
            out.add("seed=" + data.seed());
        }
        if (!keepFloat.isEmpty()) {
            out.add("keep-float=" + String.join(",", keepFloat));
        }
        if (!only.isEmpty()) {
            out.add("only=" + String.join(",", only));
        }
        return String.join(" ", out);
    }

    /** A type of codes, or null for float. */
    private static ElementType codes(String option, String given) {
        return switch (given) {
            case "int8" -> ElementType.INT8;
            case "uint8" -> ElementType.UINT8;
            case "float" -> {
                if (option.equals("--activations")) {
                    throw Problem.OPTION_VALUE.with(option, given, "int8 or uint8");
                }
                yield null;
            }
            default -> throw Problem.OPTION_VALUE.with(option, given, "float, int8 or uint8");
        };
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
            Chosen chosen,
            QuantizationPlan plan,
            EmissionReport emission,
            LintReport lint,
            ModelData.Split samples,
            List<OutputSqnr> sqnr,
            List<String> notes,
            Stopwatch watch) {
        return new QuantizationResult(
                file,
                dryRun ? null : out,
                target,
                chosen.table.method(),
                size(file),
                dryRun ? 0 : size(out),
                optimized,
                chosen.table,
                chosen.choice,
                chosen.refinement,
                plan,
                emission,
                lint,
                samples == null || ranges != null ? 0 : samples.calibration().size(),
                samples != null && samples.calibration().isMadeUp(),
                sqnr,
                sqnr.isEmpty() ? 0 : samples.judging().size(),
                samples != null && (samples.heldOut() || ranges != null),
                notes,
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
