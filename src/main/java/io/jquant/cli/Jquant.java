package io.jquant.cli;

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
        subcommands = {
            QuantizeCommand.class,
            BatchCommand.class,
            CalibrateCommand.class,
            OptimizeCommand.class,
            InspectCommand.class,
            RunCommand.class,
            CheckCommand.class,
            BenchCommand.class,
            CompletionCommand.class
        },
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
            "  jquant quantize model.onnx --calib images/ --method asymmetric-mse",
            "  jquant inspect model.onnx",
            "  jquant COMMAND --help"
        })
final class Jquant {
    /** The long names of all options of all commands, without dashes. */
    static Set<String> optionNames() {
        Set<String> names = new TreeSet<>();
        for (CommandLine command : new CommandLine(new Jquant()).getSubcommands().values()) {
            for (OptionSpec o : command.getCommandSpec().options()) {
                names.add(o.longestName().replaceFirst("^--", ""));
            }
        }
        return names;
    }
}
