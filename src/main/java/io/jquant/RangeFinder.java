package io.jquant;

import io.jquant.calibrate.RangeExport;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRequest;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.PlannedGraphs;
import io.jquant.rewrite.Planner;
import io.jquant.support.OutputPlace;
import io.jquant.support.Progress;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.tensor.ElementType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calibration alone: the ranges of all float tensors of a model, optimized as for quantization. */
public final class RangeFinder {
    private final Path file;
    private DataOptions data;
    private RangeOptions how = RangeOptions.of(RangeMethods.DEFAULT);
    private String target = Quantizer.DEFAULT_TARGET;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Progress progress = Progress.NONE;
    private Path output;
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

    /** How ranges are found ({@link RangeMethods#DEFAULT}). */
    public RangeFinder rangeOptions(RangeOptions options) {
        how = options;
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

    /**
     * The file that the ranges will be written to, which must be none that samples are read from.
     */
    public RangeFinder output(Path path) {
        output = path;
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
     * Does the job.
     *
     * @throws io.jquant.support.JquantException when an input is missing or bad
     */
    public RangeTable run() {
        how.named(); // a wrong name is told before the model is read
        Target runtime = Targets.byName(target);
        Stopwatch watch = new Stopwatch();
        FloatModel opened = FloatModel.open(file, true, true, watch);
        Model model = opened.model();
        Samples samples = Samples.draw(model, file, data, 1);
        if (output != null) {
            OutputPlace.require(output, samples.calibration().files().toArray(Path[]::new));
        }
        opened.optimize(OptimizeOptions.standard().withTarget(runtime), watch);
        Planner.prepare(model);
        optimized = model;
        PlanOptions options = PlanOptions.of(runtime).withClipOutputs(how.clipOutputs());
        RangeSearch search = new RangeSearch(model, samples, how, true, threads, progress);
        FoundRanges found = search.find(requests(model, options), options);
        if (search.isRefinementOpen(found)) {
            found = search.refined(found, options.withGrid(found.grid()));
        }
        if (!samples.isMadeUp()) {
            opened.plausibility().check(found.table());
        }
        return found.table();
    }

    /**
     * Every float tensor that is computed or fed; with channels where a plan of the target wants
     * them.
     */
    private static List<TensorRequest> requests(Model model, PlanOptions options) {
        Map<String, TensorRequest> planned = new LinkedHashMap<>();
        for (TensorRequest r : Planner.requests(model, options)) {
            planned.put(r.tensor(), r);
        }
        List<Value> values = new ArrayList<>(model.graph().inputs());
        for (Graph g : PlannedGraphs.of(model)) {
            g.forEach(n -> values.addAll(n.outputs()));
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
                                        !options.clipOutputs() && v.isGraphOutput())));
            }
        }
        return out;
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
}
