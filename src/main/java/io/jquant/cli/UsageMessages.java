package io.jquant.cli;

import io.jquant.support.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words that tell what would be right. */
final class UsageMessages {
    /** The names of constants, as messages of the library list them. */
    private static final Pattern LISTED =
            Pattern.compile("\\[([A-Z0-9, ]+)] \\(case-insensitive\\)");

    /** Java's names of what a value should have been. */
    private static final Pattern WHOLE = Pattern.compile(" is not an? (int|long)$");

    private static final Pattern NUMBER = Pattern.compile(" is not a double$");

    private UsageMessages() {}

    /** The message, without the pointer to the help, which {@link Problem#COMMAND_LINE} adds. */
    static String of(ParameterException e, String... args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(command, unmatched.getUnmatched(), args);
        }
        if (args.length == 0) {
            return "no command is named: " + String.join(", ", command.subcommands().keySet());
        }
        String message = LISTED.matcher(e.getMessage()).replaceAll(m -> lower(m.group(1)));
        message = WHOLE.matcher(message).replaceAll(" is no whole number");
        return NUMBER.matcher(message).replaceAll(" is no number");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String unmatched(CommandSpec command, List<String> all, String... args) {
        String given = all.get(0);
        if (given.startsWith("-")) {
            return "no option " + given + suggestion(given, command.optionsMap());
        }
        if (!command.subcommands().isEmpty()) {
            return "no command '" + given + "'" + suggestion(given, command.subcommands());
        }
        String taken =
                command.positionalParameters().isEmpty()
                        ? ""
                        : ", and "
                                + command.positionalParameters().get(0).paramLabel()
                                + " is given already";
        return "'" + given + "' belongs to no option" + taken + samples(command, args);
    }

    /** Samples look like a second argument to whoever has not read the help. */
    private static String samples(CommandSpec command, String... args) {
        boolean isMissing =
                command.optionsMap().containsKey("--calib")
                        && Arrays.stream(args).noneMatch(a -> a.startsWith("--calib"));
        return isMissing ? "; samples are named with --calib" : "";
    }

    /** The options or commands that look most like what was given. */
    private static String suggestion(String given, Map<String, ?> known) {
        Map<Integer, String> near = new TreeMap<>();
        for (String name : known.keySet()) {
            near.putIfAbsent(EditDistance.of(given, name), name);
        }
        Map.Entry<Integer, String> best = near.isEmpty() ? null : near.entrySet().iterator().next();
        return best == null || best.getKey() > Math.max(2, given.length() / 3)
                ? ""
                : ", did you mean " + best.getValue() + "?";
    }
}
