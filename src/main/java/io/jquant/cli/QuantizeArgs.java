package io.jquant.cli;

import io.jquant.Quantizer;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.rewrite.WeightRanges;
import io.jquant.support.Problem;
import io.jquant.target.Targets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code quantize} and {@code batch} take alike. */
final class QuantizeArgs {
    /** The names of the targets, for help and completion. */
    static final class TargetNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return new ArrayList<>(Targets.names()).iterator();
        }
    }

    @Option(
            names = "--calib",
            paramLabel = "PATH",
            description =
                    "calibration data: a folder of images or .npy files, .npz files, a folder with a folder per sample, a"
                            + " test_data_set_* folder, @list.txt, or 'random' to try out speed")
    private String calib;

    @Mixin private RangeArgs range;
    @Mixin private DataArgs data;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            defaultValue = Quantizer.DEFAULT_TARGET,
            completionCandidates = TargetNames.class,
            description =
                    "the runtime the file is written for: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private String target;

    @Option(
            names = "--vnni-only",
            description = "leave out the guard that gives x86 CPUs without VNNI the same results")
    private boolean vnniOnly;

    @Option(
            names = "--format",
            paramLabel = "qdq|qoperator",
            defaultValue = "qdq",
            description =
                    "float operators between QuantizeLinear and DequantizeLinear, or operators on"
                            + " codes (${DEFAULT-VALUE})")
    private String format;

    @Option(
            names = "--activations",
            paramLabel = "int8|uint8",
            description = "how activations are stored (the target's own)")
    private String activations;

    @Option(
            names = "--input-type",
            paramLabel = "float|int8|uint8",
            defaultValue = "float",
            description =
                    "what the model's float inputs take: codes come with their parameters in the"
                            + " metadata (${DEFAULT-VALUE})")
    private String inputType;

    @Option(
            names = "--output-type",
            paramLabel = "float|int8|uint8",
            defaultValue = "float",
            description = "the same of its float outputs (${DEFAULT-VALUE})")
    private String outputType;

    /** How much is quantized. */
    enum CoverageName {
        FULL,
        LEAN,
        AUTO
    }

    @Option(
            names = "--coverage",
            paramLabel = "full|lean|auto",
            description =
                    "quantize every operator with a rule, or what Conv, Gemm and"
                            + " MatMul read and write, or whichever suits the model (auto"
                            + " for ONNX Runtime, else the target's own)")
    private CoverageName coverage;

    @Option(
            names = "--weights",
            paramLabel = "per-axis|per-tensor",
            description = "scales of the weights (per-axis)")
    private String weights = "per-axis";

    @Option(
            names = "--weight-ranges",
            paramLabel = "max|mse|auto",
            defaultValue = "auto",
            description =
                    "scales of the weights by their greatest magnitude, by their least squared error, or"
                            + " by that of the layer's output (${DEFAULT-VALUE})")
    private String weightRanges;

    @Option(
            names = "--keep-float",
            paramLabel = "PATTERN",
            split = ",",
            description = "nodes that stay float: names, globs or op:Type; may be repeated")
    private List<String> keepFloat = List.of();

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            split = ",",
            description = "the nodes that may be quantized, written the same way")
    private List<String> only = List.of();

    @Option(
            names = "--skip",
            paramLabel = "PASS",
            split = ",",
            description = "optimizer passes to leave out")
    private List<String> skip = List.of();

    @Option(
            names = "--opset",
            paramLabel = "N",
            defaultValue = "" + OptimizeOptions.DEFAULT_OPSET,
            description =
                    "operator set of the result, at least 13, never lowered (${DEFAULT-VALUE})")
    private int opset;

    @Option(
            names = "--verify",
            paramLabel = "N",
            defaultValue = "2",
            description = "random feeds that the optimizer is checked on (${DEFAULT-VALUE})")
    private int verify;

    @Option(names = "--min-sqnr", paramLabel = "DB", description = "exit 6 when an output has less")
    private Double minSqnr;

    @Option(
            names = "--min-int",
            paramLabel = "PCT",
            description = "exit 6 when less of the multiplications is in integers")
    private Double minInt;

    String calib() {
        return calib;
    }

    /** Hands everything over to a job. */
    Quantizer configure(Quantizer job, CommonOptions common) {
        return configure(job, common, null, null);
    }

    /**
     * The same with a model's own calibration data and preprocessing in place of those of the
     * command line; null for none.
     */
    Quantizer configure(
            Quantizer job, CommonOptions common, String ownCalib, String ownPreprocess) {
        String source = ownCalib == null ? calib : ownCalib;
        OptimizeOptions optimize =
                OptimizeOptions.standard()
                        .withOpset(opset)
                        .withSkip(skip)
                        .withVerify(verify, 0, common.threads());
        return job.data(source == null ? null : data.of(source, ownPreprocess))
                .rangeOptions(range.options())
                .target(target)
                .coverage(coverage == null ? null : coverage.name())
                .format(format)
                .activations(activations)
                .inputType(inputType)
                .outputType(outputType)
                .guardPairSums(!vnniOnly)
                .perTensorWeights(perTensor())
                .weightRanges(weightRanges())
                .keepFloat(keepFloat)
                .only(only)
                .optimize(optimize)
                .minSqnr(minSqnr)
                .minInt(minInt)
                .threads(common.threads())
                .progress(common.progress());
    }

    private WeightRanges weightRanges() {
        return switch (weightRanges) {
            case "max" -> WeightRanges.MAX;
            case "mse" -> WeightRanges.MSE;
            case "auto" -> WeightRanges.AUTO;
            default ->
                    throw Problem.OPTION_VALUE.with(
                            "--weight-ranges", weightRanges, "max, mse or auto");
        };
    }

    private boolean perTensor() {
        return switch (weights) {
            case "per-axis" -> false;
            case "per-tensor" -> true;
            default ->
                    throw Problem.OPTION_VALUE.with("--weights", weights, "per-axis or per-tensor");
        };
    }
}
