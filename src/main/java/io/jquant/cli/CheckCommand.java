package io.jquant.cli;

import io.jquant.check.CaseResult;
import io.jquant.check.Checker;
import io.jquant.report.Json;
import io.jquant.support.OutputPlace;
import io.jquant.support.OutputText;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates models, and runs test cases. */
@Command(
        name = "check",
        description = "Validates a model, or runs ONNX backend-test cases and compares.",
        customSynopsis = "jquant check PATH... [OPTIONS]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  jquant check model.onnx",
            "  jquant check cases.zip --jsonl answers.jsonl"
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "models, or folders or .zip files of cases")
    private List<Path> paths;

    @Option(
            names = "--jsonl",
            paramLabel = "FILE",
            description = "write one JSON line per case to a file (standard output without)")
    private Path jsonl;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.apply();
        if (jsonl != null) {
            OutputPlace.require(jsonl, paths.toArray(Path[]::new));
        }
        StringBuilder lines = new StringBuilder();
        Map<CaseResult.Status, Integer> counts = new EnumMap<>(CaseResult.Status.class);
        try (Workers workers = new Workers(common.threads())) {
            Checker checker = new Checker(workers);
            for (Path path : paths) {
                checker.check(
                        path,
                        result -> {
                            counts.merge(result.status(), 1, Integer::sum);
                            String line = line(result);
                            if (jsonl == null) {
                                common.out().println(line);
                            } else {
                                lines.append(line).append('\n');
                            }
                        });
            }
        }
        if (jsonl != null) {
            OutputText.write(jsonl, lines.toString());
        }
        int cases = counts.values().stream().mapToInt(Integer::intValue).sum();
        int failed =
                counts.getOrDefault(CaseResult.Status.FAIL, 0)
                        + counts.getOrDefault(CaseResult.Status.ERROR, 0);
        int unsupported = counts.getOrDefault(CaseResult.Status.UNSUPPORTED, 0);
        common.out().flush();
        if (failed > 0) {
            throw Problem.CASES_FAILED.with(failed, cases);
        }
        if (unsupported > 0) {
            throw Problem.CASES_UNSUPPORTED.with(unsupported, cases);
        }
        return ExitCode.OK;
    }

    private static String line(CaseResult r) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("case", r.name());
        out.put("status", r.status().name().toLowerCase(Locale.ROOT));
        out.put("detail", r.detail());
        return Json.line(out);
    }
}
