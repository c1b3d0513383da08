package io.jquant.cli;

import io.jquant.QuantizationResult;
import io.jquant.Quantizer;
import io.jquant.report.BatchTable;
import io.jquant.support.IoReason;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Quantizes many models. */
@Command(
        name = "batch",
        description = "Quantizes many models; one that fails does not stop the others.",
        customSynopsis = "jquant batch (DIR | zoo.yaml) -o=DIR [OPTIONS]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  jquant batch models/ --calib images/ -o int8/",
            "  jquant batch zoo.yaml -o int8/ --json results.json"
        })
final class BatchCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR|zoo.yaml",
            description = "a folder of .onnx files, or a YAML list of models")
    private Path source;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "folder for the results")
    private Path output;

    @Mixin private QuantizeArgs args;
    @Mixin private JsonArg json;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.apply();
        json.requirePlace(source);
        List<BatchList.Entry> entries = BatchList.of(source);
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw Problem.OUTPUT_UNWRITABLE.because(e, output, IoReason.of(e));
        }
        List<BatchTable.Row> rows = new ArrayList<>();
        int worst = ExitCode.OK;
        for (BatchList.Entry e : entries) {
            BatchTable.Row row;
            try {
                row = BatchTable.Row.of(e.model(), quantize(e));
            } catch (JquantException failure) {
                row = BatchTable.Row.of(e.model(), failure);
                worst = worst == ExitCode.OK ? ExitCode.of(failure.kind()) : worst;
            }
            rows.add(row);
            if (!common.quiet()) {
                common.err().println(BatchTable.line(row, rows.size(), entries.size()));
            }
        }
        json.write(BatchTable.json(rows), common.out());
        if (!json.takesStandardOutput()) {
            common.out().print(BatchTable.text(rows));
            common.out().flush();
        }
        return worst;
    }

    private QuantizationResult quantize(BatchList.Entry e) {
        if (e.calib() == null && args.calib() == null) {
            throw Problem.NO_CALIBRATION.with(e.model());
        }
        Quantizer job = args.configure(Quantizer.of(e.model()), common, e.calib(), e.preprocess());
        if (e.method() != null) {
            job.method(e.method());
        }
        return job.output(output.resolve(Quantizer.defaultOutput(e.model()).getFileName())).run();
    }
}
