package io.jquant.cli;

import io.jquant.ModelFile;
import io.jquant.graph.Model;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.OptimizeReport;
import io.jquant.optimize.Optimizer;
import io.jquant.optimize.Pass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Passes;
import io.jquant.report.OptimizeText;
import io.jquant.save.ModelSaver;
import io.jquant.support.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cleans a model up without changing what it computes. */
@Command(
        name = "optimize",
        description = "Cleans a model up without changing what it computes.",
        customSynopsis = {"jquant optimize MODEL [OPTIONS]", "       jquant optimize --list"},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  jquant optimize model.onnx -o clean.onnx",
            "  jquant optimize model.onnx --verify 4 --skip fold-into-weights",
            "  jquant optimize --list"
        })
final class OptimizeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", arity = "0..1", description = "the ONNX file")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "the result (MODEL with .opt.onnx in place of .onnx)")
    private Path output;

    @Option(names = "--list", description = "list the passes in order")
    private boolean list;

    @Option(
            names = "--verify",
            paramLabel = "N",
            defaultValue = "0",
            description = "compare the outputs on N random feeds (0)")
    private int verify;

    @Option(
            names = "--opset",
            paramLabel = "N",
            defaultValue = "" + OptimizeOptions.DEFAULT_OPSET,
            description =
                    "operator set of the result, at least 13, never lowered (${DEFAULT-VALUE})")
    private int opset;

    @Option(
            names = "--passes",
            paramLabel = "PASS",
            split = ",",
            description = "run these passes only, in this order; +PASS: also this one")
    private List<String> passes;

    @Option(
            names = "--skip",
            paramLabel = "PASS",
            split = ",",
            description = "leave these passes out")
    private List<String> skip = List.of();

    @Option(
            names = "--stop-after-step",
            paramLabel = "N",
            defaultValue = "-1",
            description = "stop when N passes have changed the model")
    private int stopAfterStep;

    @Mixin private JsonArg json;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.apply();
        if (list) {
            for (Pass pass : Passes.all()) {
                PassInfo p = pass.info();
                common.out().printf("%-28s %s%n", p.name(), p.summary());
            }
            return ExitCode.OK;
        }
        if (file == null) {
            throw Problem.COMMAND_LINE.with(
                    "Missing required parameter: 'MODEL'", "jquant optimize");
        }
        Path to = output != null ? output : defaultOutput(file);
        json.requirePlace(file);
        json.requireApart(to);
        Model model = ModelFile.open(file);
        ModelSaver.requirePlace(model, to);
        OptimizeReport report =
                Optimizer.optimize(
                        model,
                        OptimizeOptions.standard()
                                .withOpset(opset)
                                .withPasses(passes)
                                .withSkip(skip)
                                .withStopAfterStep(stopAfterStep)
                                .withVerify(verify, 0, common.threads()));
        ModelSaver.save(model, to);
        json.write(OptimizeText.json(report), common.out());
        if (!json.takesStandardOutput() && !common.quiet()) {
            common.out().print(OptimizeText.text(to, report));
            common.out().flush();
        }
        return ExitCode.OK;
    }

    private static Path defaultOutput(Path model) {
        String name = String.valueOf(model.getFileName());
        return model.resolveSibling(name.replaceFirst("\\.onnx$", "") + ".opt.onnx");
    }
}
