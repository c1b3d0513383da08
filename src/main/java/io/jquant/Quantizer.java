package io.jquant;

import io.jquant.calibrate.RangeMethods;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.recover.Refine;
import io.jquant.rewrite.WeightRanges;
import io.jquant.support.Progress;
import io.jquant.target.Targets;
import java.nio.file.Path;
import java.util.List;

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

    private final Settings settings;

    private Quantizer(Path file) {
        settings = new Settings(file);
    }

    /** A job on a model file. */
    public static Quantizer of(Path model) {
        return new Quantizer(model);
    }

    /** Where the result goes ({@code .int8.onnx} in place of {@code .onnx}). */
    public Quantizer output(Path path) {
        settings.output = path;
        return this;
    }

    /** The samples; not needed with {@link #ranges}. */
    public Quantizer data(DataOptions options) {
        settings.data = options;
        return this;
    }

    /** How ranges are found, a name of {@link RangeMethods} ({@link RangeMethods#DEFAULT}). */
    public Quantizer method(String name) {
        settings.how = settings.how.withMethod(name);
        return this;
    }

    /**
     * What is done to the ranges after the method, or after they were read from a file (nothing);
     * needs samples.
     */
    public Quantizer refine(Refine how) {
        settings.how = settings.how.withRefine(how);
        return this;
    }

    /** All that can be said of how ranges are found, method and refinement among it. */
    public Quantizer rangeOptions(RangeOptions options) {
        settings.how = options;
        return this;
    }

    /** Ranges from a file in place of a calibration. */
    public Quantizer ranges(Path path) {
        settings.ranges = path;
        return this;
    }

    /** Writes the ranges to a file as well. */
    public Quantizer saveRanges(Path path) {
        settings.saveRanges = path;
        return this;
    }

    /** The runtime the file is written for, a name of {@link Targets}. */
    public Quantizer target(String name) {
        settings.target = name;
        return this;
    }

    /**
     * How integer operators are written: {@code qdq}, float operators between pairs that the
     * runtime fuses, or {@code qoperator}, operators on codes.
     */
    public Quantizer format(String name) {
        settings.format = name;
        return this;
    }

    /** How activations are stored, {@code int8} or {@code uint8}; null for the target's own. */
    public Quantizer activations(String type) {
        settings.activations = type;
        return this;
    }

    /**
     * What the model's float inputs take from now on: {@code float}, or codes of type {@code int8}
     * or {@code uint8} whose parameters stand in the metadata.
     */
    public Quantizer inputType(String type) {
        settings.inputType = type;
        return this;
    }

    /** The same of the model's float outputs. */
    public Quantizer outputType(String type) {
        settings.outputType = type;
        return this;
    }

    /**
     * {@code full}, {@code lean}, or {@code auto} for the one that suits the model; null for the
     * target's own, which is {@code auto} for ONNX Runtime where there are samples to judge by.
     */
    public Quantizer coverage(String name) {
        settings.coverage = name;
        return this;
    }

    /** Are weights kept where CPUs without VNNI compute the same (where the target asks for it)? */
    public Quantizer guardPairSums(boolean on) {
        settings.guard = on;
        return this;
    }

    /** One scale per weight tensor in place of one per output channel (no). */
    public Quantizer perTensorWeights(boolean on) {
        settings.perTensorWeights = on;
        return this;
    }

    /** How the scales of weights are found ({@link WeightRanges#AUTO}). */
    public Quantizer weightRanges(WeightRanges how) {
        settings.weightRanges = how;
        return this;
    }

    /** Nodes that stay float: names, globs, or {@code op:Type}. */
    public Quantizer keepFloat(List<String> patterns) {
        settings.keepFloat = patterns;
        return this;
    }

    /** When not empty: the nodes that may be quantized. */
    public Quantizer only(List<String> patterns) {
        settings.only = patterns;
        return this;
    }

    /** What the optimizer does before. */
    public Quantizer optimize(OptimizeOptions options) {
        settings.optimize = options;
        return this;
    }

    /** Plans only: no file is written. */
    public Quantizer dryRun(boolean on) {
        settings.dryRun = on;
        return this;
    }

    /** The least SQNR in dB that every output must have; null for none. */
    public Quantizer minSqnr(Double decibels) {
        settings.minSqnr = decibels;
        return this;
    }

    /** The least share of the multiplications in integers, in per cent; null for none. */
    public Quantizer minInt(Double percent) {
        settings.minInt = percent;
        return this;
    }

    public Quantizer threads(int n) {
        settings.threads = n;
        return this;
    }

    public Quantizer progress(Progress p) {
        settings.progress = p;
        return this;
    }

    /**
     * Does the job. When it fails, no file is left behind.
     *
     * @throws io.jquant.support.JquantException when an input is missing or bad, or a bound does
     *     not hold
     */
    public QuantizationResult run() {
        return QuantizationJob.run(settings);
    }

    /** {@code .int8.onnx} in place of {@code .onnx}. */
    public static Path defaultOutput(Path model) {
        String name = String.valueOf(model.getFileName());
        return model.resolveSibling(name.replaceFirst("\\.onnx$", "") + ".int8.onnx");
    }
}
