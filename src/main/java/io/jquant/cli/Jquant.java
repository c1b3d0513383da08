package io.jquant.cli;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command that holds all others. */
@Command(
        name = "jquant",
        description = "Quantizes ONNX models to 8-bit integers, and what goes with it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ok",
            "1:internal error",
            "2:wrong usage",
            "3:the model cannot be read or is not valid",
            "4:an operator or a feature is not supported",
            "5:calibration data is missing or bad",
            "6:a check that was asked for did not hold"
        },
        footer = {
            "",
            "Examples:",
            "  jquant quantize model.onnx --calib images/ --preprocess imagenet",
            "  jquant inspect model.onnx",
            "  jquant COMMAND --help"
        })
final class Jquant {
    private static final List<Class<?>> COMMANDS =
            List.of(
                    QuantizeCommand.class,
                    BatchCommand.class,
                    CalibrateCommand.class,
                    OptimizeCommand.class,
                    InspectCommand.class,
                    RunCommand.class,
                    CheckCommand.class,
                    BenchCommand.class,
                    CompletionCommand.class);

    /** With all commands. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Jquant());
        COMMANDS.forEach(line::addSubcommand);
        return line;
    }

    /**
     * With the one command that the arguments name, since reading the options of all takes longer
     * than many a command; with all where they name none, or the one that tells of all.
     */
    static CommandLine commandLine(String... args) {
        for (Class<?> command : COMMANDS) {
            if (args.length > 0
                    && command != CompletionCommand.class
                    && command.getAnnotation(Command.class).name().equals(args[0])) {
                return new CommandLine(new Jquant()).addSubcommand(command);
            }
        }
        return commandLine();
    }

    /** The long names of all options of all commands, without dashes. */
    static Set<String> optionNames() {
        Set<String> names = new TreeSet<>();
        for (CommandLine command : commandLine().getSubcommands().values()) {
            for (OptionSpec o : command.getCommandSpec().options()) {
                names.add(o.longestName().replaceFirst("^--", ""));
            }
        }
        return names;
    }
}
