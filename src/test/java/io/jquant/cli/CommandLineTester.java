package io.jquant.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this process. */
public final class CommandLineTester {
    /** How a command ended. */
    public record Outcome(int code, String out, String err) {}

    private CommandLineTester() {}

    public static Outcome run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = String.valueOf(args[i]);
        }
        int code = Main.run(words, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Outcome(code, out.toString(), err.toString());
    }
}
