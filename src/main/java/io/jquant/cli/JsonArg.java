package io.jquant.cli;

import io.jquant.report.Json;
import io.jquant.support.OutputPlace;
import io.jquant.support.OutputText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** Results for machines. */
final class JsonArg {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "write the results as JSON to a file, or to standard output (-)")
    private String file;

    /** Is standard output taken by JSON, so that nothing else may be printed there? */
    boolean takesStandardOutput() {
        return "-".equals(file);
    }

    /** Are the results wanted as JSON at all? */
    boolean isWanted() {
        return file != null;
    }

    /** The file that gets the results; null for none. */
    private Path path() {
        return isWanted() && !takesStandardOutput() ? Path.of(file) : null;
    }

    /**
     * Ends the work before it begins where the file could not be written.
     *
     * @param inputs files that are read; null for none
     */
    void requirePlace(Path... inputs) {
        if (path() != null) {
            OutputPlace.require(path(), inputs);
        }
    }

    /**
     * Ends the work before it begins where another result would be written to the same file.
     *
     * @param outputs the other results; null for none
     */
    void requireApart(Path... outputs) {
        Path[] all = Arrays.copyOf(outputs, outputs.length + 1);
        all[outputs.length] = path();
        OutputPlace.requireApart(all);
    }

    /** Writes the results where they are wanted. */
    void write(Object value, PrintWriter out) {
        if (isWanted()) {
            writeText(Json.pretty(value), out);
        }
    }

    /** Writes JSON text where it is wanted. */
    void writeText(String text, PrintWriter out) {
        if (takesStandardOutput()) {
            out.print(text);
            out.flush();
        } else if (isWanted()) {
            OutputText.write(path(), text);
        }
    }
}
