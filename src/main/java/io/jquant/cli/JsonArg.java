package io.jquant.cli;

import io.jquant.report.Json;
import io.jquant.support.OutputPlace;
import io.jquant.support.OutputText;
import java.io.PrintWriter;
import java.nio.file.Path;
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

    /** Ends the work before it begins where the file could not be written. */
    void requirePlace(Path... inputs) {
        if (isWanted() && !takesStandardOutput()) {
            OutputPlace.require(Path.of(file), inputs);
        }
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
            OutputText.write(Path.of(file), text);
        }
    }
}
