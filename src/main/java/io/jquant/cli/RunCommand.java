package io.jquant.cli;

import io.jquant.DataOptions;
import io.jquant.ModelData;
import io.jquant.ModelFile;
import io.jquant.calibrate.StateLoop;
import io.jquant.data.BadSamples;
import io.jquant.data.Sample;
import io.jquant.data.SampleFolders;
import io.jquant.data.SampleOptions;
import io.jquant.data.SampleSource;
import io.jquant.data.SampleSources;
import io.jquant.data.input.SafeNames;
import io.jquant.data.numpy.NpyWriter;
import io.jquant.execute.Interpreter;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.report.Sizes;
import io.jquant.report.TopScores;
import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import io.jquant.support.Progress;
import io.jquant.support.Workers;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a model over samples and writes its outputs. */
@Command(
        name = "run",
        description = "Runs a model over samples and writes its outputs as OUT/SAMPLE/OUTPUT.npy.",
        customSynopsis = "jquant run MODEL --data=PATH (--out=DIR | --top=K) [OPTIONS]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  jquant run model.onnx --data images/ --preprocess imagenet --top 5",
            "  jquant run model.onnx --data samples/ --out outputs/ --tensors '*conv*'"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Parameters(index = "0", paramLabel = "MODEL", description = "the ONNX file")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            required = true,
            description = "samples, in any form that quantize --calib takes")
    private String data;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "folder for the outputs")
    private Path out;

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "print the K highest scores of each output and sample")
    private Integer top;

    @Option(
            names = "--tensors",
            paramLabel = "GLOB",
            description = "write inner tensors of these names too")
    private String tensors;

    @Option(names = "--samples", paramLabel = "N", description = "at most N samples (all)")
    private Integer samples;

    @Option(
            names = "--skip-bad",
            description = "go on past samples that cannot be used, with a warning for each")
    private boolean skipBad;

    @Mixin private StateArgs states;
    @Mixin private PreprocessArgs preprocess;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.apply();
        if (out == null && top == null) {
            throw Problem.COMMAND_LINE.with(
                    "nothing is wanted: give --out DIR or --top K", "jquant run");
        }
        require("--top", top);
        require("--samples", samples);
        Model model = ModelFile.open(file);
        DataOptions options =
                DataOptions.of(data)
                        .withSamples(samples != null ? samples : usualSamples())
                        .withSkipBad(skipBad)
                        .withPreprocess(preprocess.options())
                        .withStates(states.outputToInput());
        BadSamples bad = ModelData.policy(options);
        SampleSource source = ModelData.open(model, file, options, bad);
        List<String> folders = SampleFolders.of(source);
        Interpreter interpreter = Interpreter.builder(model).outputs(wanted(model)).build();
        StateLoop loop = new StateLoop(model, options.states());
        Progress progress = common.progress();
        progress.start("run", source.size());
        int done = 0;
        try (Workers workers = new Workers(common.threads())) {
            for (int i = 0; i < source.size(); i++) {
                Sample sample = bad.load(source, i).orElse(null);
                if (sample == null) {
                    progress.advance(1);
                    continue;
                }
                Path folder = out == null ? null : out.resolve(folders.get(i));
                int[] time = {0};
                loop.run(
                        interpreter,
                        sample,
                        workers,
                        null,
                        results -> show(sample, time[0]++, results, folder));
                progress.advance(1);
                done++;
            }
        }
        bad.requireSome(source.size());
        progress.done();
        if (top == null && !common.quiet()) {
            common.out().println(out + ": outputs of " + Sizes.number(done, "sample"));
        }
        common.out().flush();
        return ExitCode.OK;
    }

    private static void require(String option, Integer number) {
        if (number != null && number < 1) {
            throw Problem.OPTION_VALUE.with(option, number, "a number from 1 on");
        }
    }

    /** All that there are; of made-up ones there would be no end. */
    private int usualSamples() {
        return data.equals(SampleSources.RANDOM) ? SampleOptions.USUAL_LIMIT : Integer.MAX_VALUE;
    }

    /** Of a sequence every step has a folder. */
    private void show(Sample sample, int time, Map<String, RuntimeValue> results, Path folder) {
        boolean sequence = sample.steps() > 1;
        if (folder != null) {
            write(sequence ? folder.resolve(String.format("%04d", time)) : folder, results);
        }
        if (top != null) {
            String name = sequence ? sample.name() + "[" + time + "]" : sample.name();
            TopScores.of(results, top).forEach(line -> common.out().println(name + "  " + line));
        }
    }

    private List<String> wanted(Model model) {
        Set<String> names = new LinkedHashSet<>();
        model.graph().outputs().forEach(v -> names.add(v.name()));
        if (tensors != null) {
            Globs globs = Globs.of(tensors);
            int before = names.size();
            for (Value v : model.graph().values()) {
                if (v.producer() != null && globs.matches(v.name())) {
                    names.add(v.name());
                }
            }
            if (names.size() == before) {
                LOG.warn("no inner tensor has a name like '{}'", tensors);
            }
        }
        return new ArrayList<>(names);
    }

    private static void write(Path folder, Map<String, RuntimeValue> results) {
        try {
            Files.createDirectories(folder);
            Map<String, String> stems = SafeNames.distinct(new ArrayList<>(results.keySet()));
            for (Map.Entry<String, RuntimeValue> e : results.entrySet()) {
                if (e.getValue() instanceof Tensor t) {
                    NpyWriter.write(folder.resolve(stems.get(e.getKey()) + ".npy"), t);
                }
            }
        } catch (IOException e) {
            throw Problem.OUTPUT_UNWRITABLE.because(e, folder, IoReason.of(e));
        }
    }
}
