package io.jquant.cli;

import io.jquant.Quantizer;
import io.jquant.RangeFinder;
import io.jquant.calibrate.RangeExport;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.RangeTableWriter;
import io.jquant.support.OutputPlace;
import io.jquant.support.OutputText;
import io.jquant.support.Problem;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the ranges of a model's tensors. */
@Command(
        name = "calibrate",
        description = "Finds the ranges of a model's tensors; quantize --ranges takes them.",
        customSynopsis = "jquant calibrate MODEL --calib=PATH [OPTIONS]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  jquant calibrate model.onnx --calib images/ -o ranges.json",
            "  jquant calibrate model.onnx --calib samples/ --target tflite -o ranges.json",
            "  jquant calibrate model.onnx --calib images/ --export tensorrt -o model.cache"
        })
final class CalibrateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "the ONNX file")
    private Path file;

    @Option(
            names = "--calib",
            paramLabel = "PATH",
            required = true,
            description = "calibration data, as for quantize")
    private String calib;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "write the ranges to a JSON file (a table is printed without)")
    private Path output;

    /** The formats, for help and completion. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return RangeExport.FORMATS.iterator();
        }
    }

    @Option(
            names = "--export",
            paramLabel = "FORMAT",
            defaultValue = "jquant",
            completionCandidates = Formats.class,
            description = "format of the output file: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private String export;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            defaultValue = Quantizer.DEFAULT_TARGET,
            completionCandidates = QuantizeArgs.TargetNames.class,
            description =
                    "the runtime that quantize --ranges will write for, which decides what tensors there are:"
                            + " ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private String target;

    @Mixin private RangeArgs range;
    @Mixin private DataArgs data;
    @Mixin private JsonArg json;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.apply();
        json.requirePlace(file);
        json.requireApart(output);
        if (output != null) {
            OutputPlace.require(output, file);
        }
        if (!RangeExport.FORMATS.contains(export)) {
            throw Problem.OPTION_VALUE.with(
                    "--export", export, "one of " + String.join(", ", RangeExport.FORMATS));
        }
        RangeFinder finder =
                RangeFinder.of(file)
                        .data(data.of(calib))
                        .rangeOptions(range.options())
                        .target(target)
                        .output(output)
                        .threads(common.threads())
                        .progress(common.progress());
        RangeTable table = finder.run();
        if (output != null) {
            OutputText.write(output, finder.export(table, export));
        }
        json.writeText(RangeTableWriter.json(table), common.out());
        if (output == null && !json.isWanted()) {
            table.tensors()
                    .forEach(
                            (name, t) ->
                                    common.out()
                                            .printf(
                                                    Locale.ROOT,
                                                    "%14.6g %14.6g  %7.3f %% clipped  %s%n",
                                                    t.range().min(),
                                                    t.range().max(),
                                                    100 * Math.max(0, t.clipped()),
                                                    name));
            common.out().flush();
        }
        return ExitCode.OK;
    }
}
