package io.jquant;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.Calibrator;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.Plausibility;
import io.jquant.calibrate.RangeExport;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRequest;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.Optimizer;
import io.jquant.optimize.WideFloats;
import io.jquant.recover.LayerRefinement;
import io.jquant.recover.MethodChoice;
import io.jquant.recover.Refine;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.support.Progress;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.tensor.ElementType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calibration alone: the ranges of all float tensors of a model, optimized as for quantization. */
public final class RangeFinder {
    private static final Logger LOG = LoggerFactory.getLogger(RangeFinder.class);

    /** The share of the samples that is held out where a choice is made. */
    static final double USUAL_SHARE = 0.2;

    private final Path file;
    private DataOptions data;
    private String method = RangeMethods.DEFAULT;
    private RangeMethods.Options methodOptions = RangeMethods.Options.DEFAULTS;
    private Refine refine = Refine.NONE;
    private int histogramBits = CalibrationJob.USUAL_HISTOGRAM_BITS;
    private boolean clipOutputs;
    private String target = Quantizer.DEFAULT_TARGET;
    private long maxMemory = Runtime.getRuntime().maxMemory() / 2;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Progress progress = Progress.NONE;
    private Model optimized;

    private RangeFinder(Path file) {
        this.file = file;
    }

    /** A job on a model file. */
    public static RangeFinder of(Path model) {
        return new RangeFinder(model);
    }

    /** The samples. */
    public RangeFinder data(DataOptions options) {
        data = options;
        return this;
    }

    /** How ranges are found, a name of {@link RangeMethods}, with settings of single methods. */
    public RangeFinder method(String name, RangeMethods.Options options) {
        method = name;
        methodOptions = options;
        return this;
    }

    /** What is done to the ranges after the method (nothing). */
    public RangeFinder refine(Refine how) {
        refine = how;
        return this;
    }

    /** Histograms have 2 to this power of bins over the range. */
    public RangeFinder histogramBits(int bits) {
        histogramBits = bits;
        return this;
    }

    /** May methods clip the model's outputs (no)? */
    public RangeFinder clipOutputs(boolean clip) {
        clipOutputs = clip;
        return this;
    }

    /**
     * The runtime that the ranges are for, a name of {@link Targets}: what one target has as one
     * operator, another has as several, with tensors between them.
     */
    public RangeFinder target(String name) {
        target = name;
        return this;
    }

    /** Bytes that the samples in flight may take together (half the heap). */
    public RangeFinder maxMemory(long bytes) {
        maxMemory = bytes;
        return this;
    }

    public RangeFinder threads(int n) {
        threads = n;
        return this;
    }

    public RangeFinder progress(Progress p) {
        progress = p;
        return this;
    }

    /**
     * The text of a table that {@link #run} has found.
     *
     * @param format one of {@link RangeExport#FORMATS}
     */
    public String export(RangeTable table, String format) {
        if (optimized == null) {
            throw new IllegalStateException("nothing was calibrated yet");
        }
        return RangeExport.text(table, format, optimized);
    }

    /** Does the job. */
    public RangeTable run() {
        boolean choose = method.equals(RangeMethods.AUTO);
        NamedMethod range = RangeMethods.find(choose ? RangeMethods.USUAL : method, methodOptions);
        Target runtime = Targets.byName(target);
        Model model = ModelFile.open(file);
        if (!Planner.isQuantized(model)) {
            WideFloats.apply(model, true, true);
        }
        Plausibility plausibility = new Plausibility(model);
        Optimizer.optimize(model, OptimizeOptions.standard().withTarget(runtime));
        Planner.prepare(model);
        optimized = model;
        ModelData.Split samples =
                ModelData.split(model, file, data, MethodChoice.JUDGES, choose ? USUAL_SHARE : 0);
        CalibrationJob job =
                CalibrationJob.of(model, samples.calibration(), requests(model))
                        .withStates(data.states())
                        .withHistogramBits(histogramBits)
                        .withThreads(threads)
                        .withMaxMemory(maxMemory)
                        .withBad(ModelData.policy(data))
                        .withProgress(progress);
        RangeTable table = choose ? choice(job, samples) : refined(job, range);
        if (!samples.calibration().isMadeUp()) {
            plausibility.check(table);
        }
        return table;
    }

    /** Those of the target. */
    private PlanOptions options() {
        return PlanOptions.of(Targets.byName(target)).withClipOutputs(clipOutputs);
    }

    private RangeTable choice(CalibrationJob job, ModelData.Split samples) {
        if (samples.calibration().isMadeUp()) {
            LOG.warn("made-up data cannot judge: {} is taken in place of auto", RangeMethods.USUAL);
            return refined(job, RangeMethods.find(RangeMethods.USUAL, methodOptions));
        }
        return MethodChoice.choose(job, samples.judges(), options(), methodOptions, refine)
                .ranges();
    }

    private RangeTable refined(CalibrationJob job, NamedMethod range) {
        RangeTable table = Calibrator.calibrate(job, options().laid(range));
        return refine == Refine.NONE
                ? table
                : LayerRefinement.refine(job, table, options().withGrid(range.grid())).ranges();
    }

    /**
     * Every float tensor that is computed or fed; with channels where a plan of the target wants
     * them.
     */
    private List<TensorRequest> requests(Model model) {
        Map<String, TensorRequest> planned = new LinkedHashMap<>();
        for (TensorRequest r : Planner.requests(model, options())) {
            planned.put(r.tensor(), r);
        }
        List<Value> values = new ArrayList<>(model.graph().inputs());
        for (Node n : model.graph()) {
            values.addAll(n.outputs());
        }
        List<TensorRequest> out = new ArrayList<>();
        for (Value v : values) {
            boolean isFloat =
                    v != null
                            && v.constant() == null
                            && v.tensorType() != null
                            && v.tensorType().element() == ElementType.FLOAT;
            if (isFloat) {
                out.add(
                        planned.getOrDefault(
                                v.name(),
                                new TensorRequest(
                                        v.name(),
                                        TensorRequest.NO_CHANNELS,
                                        !clipOutputs && v.isGraphOutput())));
            }
        }
        return out;
    }
}
