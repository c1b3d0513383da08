package io.jquant.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.jquant.support.Problem;
import io.jquant.support.Progress;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes. */
final class CommonOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--threads", paramLabel = "N", description = "threads to work with (all cores)")
    private Integer threads;

    @Option(
            names = {"-q", "--quiet"},
            description = "print errors only")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "say more; twice: with stack traces")
    private boolean[] verbose = {};

    @Option(names = "--no-progress", description = "do not show progress")
    private boolean noProgress;

    @Option(
            names = "--config",
            paramLabel = "FILE.yaml",
            description =
                    "take options from a file: a mapping of long option names to values; the command line wins")
    private String config;

    /** How many threads to work with. */
    int threads() {
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (threads < 1 || threads > 1024) {
            throw Problem.OPTION_VALUE.with("--threads", threads, "a number from 1 to 1024");
        }
        return threads;
    }

    boolean quiet() {
        return quiet;
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** Sets the level of the log; to be called first. */
    void apply() {
        Level level =
                quiet
                        ? Level.ERROR
                        : verbose.length == 0
                                ? Level.WARN
                                : verbose.length == 1 ? Level.INFO : Level.DEBUG;
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(level);
    }

    Progress progress() {
        return quiet || noProgress ? Progress.NONE : new ConsoleProgress(err());
    }

    /**
     * The file that was named with {@code --config}; read by {@link Main} before the options are.
     */
    String config() {
        return config;
    }
}
