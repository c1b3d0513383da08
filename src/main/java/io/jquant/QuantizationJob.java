package io.jquant;

import io.jquant.calibrate.RangeFiles;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.RangeTableWriter;
import io.jquant.calibrate.TensorRequest;
import io.jquant.execute.SizedModel;
import io.jquant.graph.MacCount;
import io.jquant.graph.Model;
import io.jquant.load.ModelLoader;
import io.jquant.optimize.OptimizeReport;
import io.jquant.recover.PieceJudge;
import io.jquant.recover.Refine;
import io.jquant.rewrite.CodeForms;
import io.jquant.rewrite.EmissionReport;
import io.jquant.rewrite.IoCodes;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.rewrite.QOperatorForm;
import io.jquant.rewrite.QdqEmitter;
import io.jquant.rewrite.QuantizationPlan;
import io.jquant.rewrite.WeightMemo;
import io.jquant.rewrite.lint.FusionLint;
import io.jquant.rewrite.lint.LintReport;
import io.jquant.save.ModelSaver;
import io.jquant.support.OutputPlace;
import io.jquant.support.OutputText;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.target.Trait;
import io.jquant.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a {@link Quantizer}: the model is opened, its ranges are found, what becomes of each
 * tensor is planned, written and judged.
 */
final class QuantizationJob {
    private static final Logger LOG = LoggerFactory.getLogger(QuantizationJob.class);

    /** Ranges of fewer samples say little of others. */
    private static final int FEW = 8;

    /** So many samples judge the result. */
    private static final int JUDGED = 8;

    /** So many judge it where a method was chosen by more than that. */
    private static final int JUDGED_OF_AUTO = 20;

    private final Settings settings;
    private final WrittenForm form;
    private final Stopwatch watch = new Stopwatch();
    private final List<String> notes = new ArrayList<>();
    private final WeightMemo memo = new WeightMemo();
    private final FloatModel opened;
    private final OptimizeReport optimized;
    private final Model model;
    private final PlanOptions wished;

    /** Null where ranges come from a file and nothing else needs samples. */
    private final Samples samples;

    /** The inputs' shapes in a sample, where the model leaves them open and its work with them. */
    private final Map<String, Shape> shapes;

    private QuantizationJob(Settings settings) {
        this.settings = settings;
        settings.how.named(); // wrong names are told before the model is read
        form = WrittenForm.of(settings);
        wished = settings.plan(form);
        if (settings.data == null
                && (settings.ranges == null || settings.how.refine() != Refine.NONE)) {
            throw Problem.NO_CALIBRATION.with(settings.file);
        }
        opened =
                FloatModel.open(
                        settings.file, form.inputs() == null, form.outputs() == null, watch);
        notes.addAll(opened.notes());
        model = opened.model();
        if (!settings.dryRun) {
            ModelSaver.requirePlace(model, settings.destination());
        }
        if (settings.saveRanges != null) {
            OutputPlace.require(settings.saveRanges, settings.file, settings.ranges);
            OutputPlace.requireApart(settings.saveRanges, settings.destination());
        }
        samples =
                settings.data == null
                        ? null
                        : Samples.draw(
                                model,
                                settings.file,
                                settings.data,
                                settings.isMethodOpen() ? JUDGED_OF_AUTO : JUDGED);
        requireNoSampleReplaced();
        optimized = opened.optimize(settings.optimize.withTarget(form.runtime()), watch);
        Planner.prepare(model, wished);
        for (String p : Planner.unmatched(model, wished)) {
            LOG.warn("'{}' names no node of the optimized model", p);
        }
        shapes = samples != null && MacCount.isOpen(model.graph()) ? samples.shapes() : Map.of();
    }

    /** No result may take the place of a file that samples are read from. */
    private void requireNoSampleReplaced() {
        Path[] read =
                samples == null ? new Path[0] : samples.calibration().files().toArray(Path[]::new);
        if (!settings.dryRun) {
            OutputPlace.require(settings.destination(), read);
        }
        if (settings.saveRanges != null) {
            OutputPlace.require(settings.saveRanges, read);
        }
    }

    /** The model or a copy of it, with the sizes that it has for a sample. */
    private Model sized(Model of) {
        return shapes.isEmpty() ? of : SizedModel.of(of, shapes);
    }

    static QuantizationResult run(Settings settings) {
        return new QuantizationJob(settings).run();
    }

    /** What was emitted, and what there is to say of it. */
    private record Emitted(EmissionReport report, LintReport lint, List<OutputSqnr> sqnr) {
        static final Emitted NOTHING = new Emitted(null, null, List.of());
    }

    private QuantizationResult run() {
        boolean open = isCoverageOpen();
        RangeSearch search =
                new RangeSearch(
                        model,
                        samples,
                        settings.how,
                        settings.saveRanges != null,
                        settings.threads,
                        settings.progress);
        FoundRanges first = watch.time("calibrate", () -> ranges(search, open));
        PlanOptions gridded = wished.withGrid(first.grid());
        PlanOptions options =
                open ? watch.time("plan", () -> covered(first.table(), gridded)) : gridded;
        FoundRanges found =
                search.isRefinementOpen(first)
                        ? watch.time("refine", () -> search.refined(first, options))
                        : first;
        RangeTable table = found.table();
        if (settings.ranges == null && canJudge()) {
            opened.plausibility().check(table);
        }
        Model floating = model.copy();
        QuantizationPlan plan =
                watch.time(
                        "plan",
                        () -> {
                            QuantizationPlan made = Planner.plan(model, table, options);
                            return shapes.isEmpty() ? made : made.counted(sized(floating));
                        });
        if (settings.ranges != null && !plan.warnings().isEmpty()) {
            notes.add(
                    "'jquant calibrate --target "
                            + settings.target
                            + "' finds the ranges of all tensors that this target has");
        }
        if (settings.ranges == null && isFew(samples)) {
            notes.add(
                    "so few samples hardly show the ranges that others need: 30 to 100 are usual");
        }
        Emitted emitted = Emitted.NOTHING;
        if (!settings.dryRun && !plan.isLeftAlone()) {
            emitted = emit(floating, plan);
            settings.bounds().check(settings.file, plan.summary().integerShare(), emitted.sqnr);
            label(table);
        }
        if (settings.saveRanges != null) {
            OutputText.write(settings.saveRanges, RangeTableWriter.json(table));
        }
        if (!settings.dryRun) {
            watch.run("save", () -> ModelSaver.save(model, settings.destination()));
        }
        return result(found, plan, emitted);
    }

    /** Are there samples whose outputs say something? */
    private boolean canJudge() {
        return samples != null && !samples.isMadeUp();
    }

    /** Are there so few samples that users should know? Sequences are many in one. */
    private static boolean isFew(Samples samples) {
        return samples.calibration().size() < FEW
                && samples.states().isEmpty()
                && !samples.isMadeUp();
    }

    private FoundRanges ranges(RangeSearch search, boolean isCoverageOpen) {
        if (settings.ranges != null) {
            return FoundRanges.of(RangeFiles.read(settings.ranges, model));
        }
        List<TensorRequest> requests =
                isCoverageOpen
                        ? CoverageChoice.requests(model, wished)
                        : Planner.requests(model, wished);
        return search.find(requests, wished);
    }

    /** Is the coverage to be chosen, and does it make a difference? */
    private boolean isCoverageOpen() {
        boolean usual =
                settings.coverage == null
                        && form.runtime().has(Trait.COVERAGE_BY_MODEL)
                        && canJudge();
        return (usual || settings.isCoverageAuto()) && CoverageChoice.isOpen(model, wished);
    }

    /** The options with the coverage that suits the model. */
    private PlanOptions covered(RangeTable table, PlanOptions options) {
        if (!canJudge()) {
            LOG.warn(
                    "there are no samples to choose the coverage by: {} is taken",
                    options.coverage());
            return options;
        }
        return options.withCoverage(
                new CoverageChoice(model, table, options, this::draft, this::sized)
                        .choose(
                                () ->
                                        new PieceJudge(
                                                model,
                                                samples.judging(),
                                                samples.bad(),
                                                samples.states(),
                                                settings.threads)));
    }

    /** Writes a model, or a copy of it, as a plan tells. */
    private EmissionReport write(Model planned, QuantizationPlan plan) {
        try (Workers workers = new Workers(settings.threads)) {
            return QdqEmitter.emit(planned, plan, workers, memo);
        }
    }

    /** The same, as far as the choice of the coverage depends on it. */
    private void draft(Model planned, QuantizationPlan plan) {
        write(planned, plan);
        CodeForms.ofFunctions(planned, form.runtime());
    }

    /** Rewrites the model, and judges it by the float one. */
    private Emitted emit(Model floating, QuantizationPlan plan) {
        EmissionReport report =
                watch.time(
                        "rewrite",
                        () -> {
                            EmissionReport r = write(model, plan);
                            CodeForms.apply(model, form.runtime());
                            if (form.operators()) {
                                QOperatorForm.apply(model);
                            }
                            return r;
                        });
        LintReport lint =
                watch.time("rewrite", () -> FusionLint.check(model, sized(model), form.runtime()));
        List<OutputSqnr> sqnr =
                canJudge()
                        ? watch.time(
                                "compare",
                                () ->
                                        Judge.sqnr(
                                                floating,
                                                model,
                                                samples,
                                                settings.threads,
                                                settings.progress))
                        : List.of();
        return new Emitted(report, lint, sqnr);
    }

    /** Gives the judged model its interface and its metadata. */
    private void label(RangeTable table) {
        String preprocess = // of what the inputs take as floats
                canJudge() ? ModelData.preprocess(model, settings.file, settings.data) : "";
        List<IoCodes.Port> ports = IoCodes.apply(model, form.inputs(), form.outputs());
        Provenance.write(
                model,
                settings.file,
                settings.target,
                table.method(),
                settings.line(),
                preprocess,
                ports);
    }

    private QuantizationResult result(FoundRanges found, QuantizationPlan plan, Emitted emitted) {
        Path written = settings.dryRun ? null : settings.destination();
        boolean calibrated = settings.ranges == null;
        return new QuantizationResult(
                settings.file,
                written,
                settings.target,
                found.table().method(),
                size(settings.file, model),
                written == null ? 0 : size(written),
                optimized,
                found.table(),
                found.choice(),
                found.refinement(),
                plan,
                emitted.report,
                emitted.lint,
                calibrated ? samples.calibration().size() : 0,
                samples != null && samples.isMadeUp(),
                emitted.sqnr,
                emitted.sqnr.isEmpty() ? 0 : samples.judging().size(),
                samples != null && (samples.heldOut() || !calibrated),
                notes,
                watch.seconds(),
                PeakMemory.bytes());
    }

    /** Size of a model that was read, with its external data. */
    private static long size(Path file, Model model) {
        long bytes = bytes(file);
        for (Path data : ModelLoader.dataFiles(model)) {
            bytes += bytes(data);
        }
        return bytes;
    }

    /** Size of a model that was written, with the external data beside it. */
    private static long size(Path file) {
        Path data = ModelSaver.dataFile(file);
        return bytes(file) + (Files.exists(data) ? bytes(data) : 0);
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw Problem.MODEL_NOT_FOUND.because(e, file);
        }
    }
}
