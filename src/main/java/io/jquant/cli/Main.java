package io.jquant.cli;

import io.jquant.simd.WarmUp;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The entry point: builds the command line, and turns every failure into one line and an exit code.
 */
public final class Main {
    /**
     * Where the start script has put standard error, when it filters what the JVM itself says
     * there.
     */
    private static final String STDERR_PROPERTY = "jquant.stderr";

    /** Commands that always run a model. */
    private static final Set<String> COMPUTING =
            Set.of("quantize", "calibrate", "run", "bench", "batch");

    private Main() {}

    public static void main(String[] args) {
        useStandardError();
        if (args.length > 1 && COMPUTING.contains(args[0])) {
            WarmUp.begin();
        }
        System.exit(
                run(
                        args,
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        errorWriter()));
    }

    /**
     * Runs one command.
     *
     * @param out receives results
     * @param err receives messages
     * @return the exit code
     */
    public static int run(String[] args, PrintWriter out, PrintWriter err) {
        Locale.setDefault(Locale.ROOT); // numbers look the same everywhere
        CommandLine line = Jquant.commandLine(args);
        line.setOut(out);
        line.setErr(err);
        line.setExpandAtFiles(false); // @list.txt names a list of samples
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        HelpSections.use(line);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(colours()));
        line.setExecutionExceptionHandler(executionFailures());
        line.setParameterExceptionHandler(usageFailures());
        try {
            String config = ConfigFile.pathIn(args);
            if (config != null) {
                line.setDefaultValueProvider(ConfigFile.read(config));
            }
            int code = line.execute(args);
            out.flush();
            return code;
        } catch (JquantException e) {
            return report(e, false, err);
        } catch (OutOfMemoryError e) {
            return report(outOfMemory(e), false, err);
        }
    }

    private static IExecutionExceptionHandler executionFailures() {
        return (Exception e, CommandLine command, ParseResult parsed) -> {
            boolean traces = showsTraces(parsed);
            if (e instanceof JquantException j) {
                return report(j, traces, command.getErr());
            }
            if (e.getCause() instanceof OutOfMemoryError oom) {
                return report(outOfMemory(oom), traces, command.getErr());
            }
            return report(Problem.INTERNAL.because(e, e.toString()), traces, command.getErr());
        };
    }

    private static JquantException outOfMemory(OutOfMemoryError e) {
        return Problem.OUT_OF_MEMORY.because(e, Runtime.getRuntime().maxMemory() >> 20);
    }

    private static IParameterExceptionHandler usageFailures() {
        return (ParameterException e, String[] args) -> {
            CommandLine command = e.getCommandLine();
            return report(
                    Problem.COMMAND_LINE.because(
                            e, UsageMessages.of(e, args), command.getCommandSpec().qualifiedName()),
                    false,
                    command.getErr());
        };
    }

    private static int report(JquantException e, boolean traces, PrintWriter err) {
        err.println("error: " + e.getMessage());
        if (traces) {
            e.printStackTrace(err);
        }
        err.flush();
        return ExitCode.of(e.kind());
    }

    private static boolean showsTraces(ParseResult parsed) {
        for (ParseResult p = parsed; p != null; p = p.hasSubcommand() ? p.subcommand() : null) {
            if (p.matchedOptionValue("-v", new boolean[0]).length > 1) {
                return true;
            }
        }
        return false;
    }

    private static Ansi colours() {
        boolean terminal = System.getProperty(ConsoleProgress.TERMINAL_PROPERTY) != null;
        return terminal && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
    }

    private static PrintWriter errorWriter() {
        return new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    }

    private static void useStandardError() {
        String path = System.getProperty(STDERR_PROPERTY);
        if (path == null) {
            return;
        }
        try {
            // Appending: the file behind the descriptor may be one that others write to as well.
            System.setErr(
                    new PrintStream(
                            new FileOutputStream(path, true), true, StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Sockets cannot be opened by name; what is written to the filtered stream arrives too,
            // only later.
            System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        }
    }
}
