package io.jquant.cli;

import io.jquant.ModelFile;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.report.LintText;
import io.jquant.report.ModelFacts;
import io.jquant.report.ModelFactsText;
import io.jquant.rewrite.lint.FusionLint;
import io.jquant.rewrite.lint.LintReport;
import io.jquant.target.Targets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a model file holds. */
@Command(
        name = "inspect",
        description = "Tells what a model file holds.",
        customSynopsis = "jquant inspect MODEL [OPTIONS]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  jquant inspect model.onnx",
            "  jquant inspect model.onnx --nodes",
            "  jquant inspect model.int8.onnx --lint onnxruntime",
            "  jquant inspect model.onnx --json -"
        })
final class InspectCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "the ONNX file")
    private Path file;

    @Option(names = "--nodes", description = "list the nodes")
    private boolean nodes;

    @Option(
            names = "--lint",
            paramLabel = "TARGET",
            completionCandidates = QuantizeArgs.TargetNames.class,
            description =
                    "what this runtime will run in integers, and why not the rest:"
                            + " ${COMPLETION-CANDIDATES}")
    private String lint;

    @Mixin private JsonArg json;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.apply();
        json.requirePlace(file);
        Model model = ModelFile.open(file);
        ModelFacts facts = ModelFacts.of(model);
        List<String> listed =
                nodes
                        ? model.graph().nodes().stream().map(InspectCommand::line).toList()
                        : List.of();
        Map<String, Object> all = new LinkedHashMap<>(ModelFactsText.json(facts));
        if (nodes) {
            all.put("nodeList", listed);
        }
        LintReport linted = lint == null ? null : FusionLint.check(model, Targets.byName(lint));
        if (linted != null) {
            all.put("lint", LintText.json(linted));
        }
        json.write(all, common.out());
        if (!json.takesStandardOutput()) {
            common.out().print(ModelFactsText.text(file, facts));
            listed.forEach(common.out()::println);
            if (linted != null) {
                common.out().print(LintText.text(linted));
            }
            common.out().flush();
        }
        return ExitCode.OK;
    }

    private static String line(Node n) {
        String outputs =
                String.join(
                        ", ",
                        n.outputs().stream()
                                .filter(Objects::nonNull)
                                .map(v -> v.name() + (v.type() == null ? "" : ":" + v.type()))
                                .toList());
        String inputs =
                String.join(
                        ", ", n.inputs().stream().map(v -> v == null ? "_" : v.name()).toList());
        return "  " + outputs + " = " + n.opType() + "(" + inputs + ")";
    }
}
