package io.jquant.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for the fish shell: one line per command and option. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine root) {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, CommandLine> e : root.getSubcommands().entrySet()) {
            out.append("complete -c jquant -f -n __fish_use_subcommand -a ")
                    .append(e.getKey())
                    .append(" -d ")
                    .append(
                            quoted(
                                    String.join(
                                            " ",
                                            e.getValue()
                                                    .getCommandSpec()
                                                    .usageMessage()
                                                    .description())))
                    .append('\n');
            for (OptionSpec o : e.getValue().getCommandSpec().options()) {
                out.append("complete -c jquant -n '__fish_seen_subcommand_from ")
                        .append(e.getKey())
                        .append('\'');
                for (String name : o.names()) {
                    out.append(
                            name.startsWith("--")
                                    ? " -l " + name.substring(2)
                                    : " -s " + name.substring(1));
                }
                out.append(o.arity().max() > 0 ? " -r" : "")
                        .append(" -d ")
                        .append(quoted(String.join(" ", o.description())))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
