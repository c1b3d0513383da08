package io.jquant.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The options of a command under headings: some commands have more than anybody reads through. */
final class HelpSections {
    /** From so many options on headings help. */
    private static final int MANY = 20;

    /** The long names of options, without dashes. */
    private record Section(String heading, Set<String> options) {}

    private static final List<Section> SECTIONS =
            List.of(
                    new Section(
                            "Samples",
                            Set.of(
                                    "calib",
                                    "data",
                                    "samples",
                                    "seed",
                                    "skip-bad",
                                    "holdout",
                                    "state")),
                    new Section(
                            "Pictures",
                            Set.of(
                                    "preprocess",
                                    "resize",
                                    "crop",
                                    "filter",
                                    "color",
                                    "layout",
                                    "scale",
                                    "mean",
                                    "std")),
                    new Section(
                            "Ranges",
                            Set.of(
                                    "method",
                                    "percentile",
                                    "histogram-bits",
                                    "clip-outputs",
                                    "refine",
                                    "max-memory",
                                    "ranges",
                                    "save-ranges")),
                    new Section(
                            "What is quantized, and how it is written",
                            Set.of(
                                    "target",
                                    "vnni-only",
                                    "format",
                                    "activations",
                                    "input-type",
                                    "output-type",
                                    "coverage",
                                    "weights",
                                    "weight-ranges",
                                    "keep-float",
                                    "only")),
                    new Section("Optimizer", Set.of("skip", "opset", "verify")),
                    new Section("Results", Set.of("min-sqnr", "min-int", "dry-run", "json")),
                    new Section(
                            "Every command",
                            Set.of(
                                    "threads",
                                    "quiet",
                                    "verbose",
                                    "no-progress",
                                    "config",
                                    "help",
                                    "version")));

    private HelpSections() {}

    /** Shows the options of a command and of its subcommands under headings. */
    static void use(CommandLine line) {
        Stream.concat(Stream.of(line), line.getSubcommands().values().stream())
                .filter(c -> c.getCommandSpec().options().size() >= MANY)
                .forEach(
                        c ->
                                c.getHelpSectionMap()
                                        .put(
                                                UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                                                HelpSections::text));
    }

    /** Options that no heading has come first. */
    private static String text(Help help) {
        Map<String, List<OptionSpec>> by = new LinkedHashMap<>();
        by.put("", new ArrayList<>());
        SECTIONS.forEach(s -> by.put(s.heading(), new ArrayList<>()));
        List<OptionSpec> all = help.commandSpec().options();
        all.forEach(o -> by.get(heading(o)).add(o));
        StringBuilder out = new StringBuilder();
        by.forEach(
                (heading, options) -> {
                    if (!options.isEmpty()) {
                        out.append(heading.isEmpty() ? "" : String.format("%n%s:%n", heading));
                        // The columns are as wide as all options need, not only these.
                        Help.Layout layout =
                                help.createDefaultLayout(all, List.of(), help.colorScheme());
                        layout.addOptions(options, help.createDefaultParamLabelRenderer());
                        out.append(layout);
                    }
                });
        return out.toString();
    }

    static String heading(OptionSpec option) {
        String name = option.longestName().replaceFirst("^--", "");
        return SECTIONS.stream()
                .filter(s -> s.options().contains(name))
                .map(Section::heading)
                .findFirst()
                .orElse("");
    }
}
