package io.jquant.cli;

import io.jquant.QuantizationResult;
import io.jquant.Quantizer;
import io.jquant.report.Summary;
import io.jquant.support.Problem;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an INT8 model of a float one. */
@Command(
        name = "quantize",
        description = "Makes an INT8 model of a float one.",
        customSynopsis = {
            "jquant quantize MODEL --calib=PATH [OPTIONS]",
            "       jquant quantize MODEL --ranges=FILE [OPTIONS]"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  jquant quantize model.onnx --calib images/ --preprocess imagenet",
            "  jquant quantize model.onnx --calib samples/ --method symmetric-mse",
            "  jquant quantize model.onnx --ranges ranges.json --target tflite",
            "  jquant quantize model.onnx --ranges ranges.json --calib images/ --refine mle"
        })
final class QuantizeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "the ONNX file")
    private Path model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "the result (MODEL with .int8.onnx in place of .onnx)")
    private Path output;

    @Mixin private QuantizeArgs args;

    @Option(
            names = "--ranges",
            paramLabel = "FILE",
            description = "ranges from a file of calibrate; no data is needed but for --refine")
    private Path ranges;

    @Option(
            names = "--save-ranges",
            paramLabel = "FILE",
            description = "write the ranges to a file too")
    private Path saveRanges;

    @Option(names = "--dry-run", description = "plan only, write no file")
    private boolean dryRun;

    @Mixin private JsonArg json;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.apply();
        Path target = output == null ? Quantizer.defaultOutput(model) : output;
        json.requirePlace(model, ranges);
        json.requireApart(target, saveRanges);
        if (ranges == null && args.calib() == null) {
            throw Problem.NO_CALIBRATION.with(model);
        }
        Quantizer job =
                args.configure(Quantizer.of(model), common)
                        .output(target)
                        .saveRanges(saveRanges)
                        .dryRun(dryRun);
        if (ranges != null) {
            job.ranges(ranges);
        }
        QuantizationResult result = job.run();
        json.write(Summary.json(result), common.out());
        if (!json.takesStandardOutput() && !common.quiet()) {
            common.out().print(Summary.text(result));
            common.out().flush();
        }
        return ExitCode.OK;
    }
}
