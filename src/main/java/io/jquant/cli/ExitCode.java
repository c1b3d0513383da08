package io.jquant.cli;

import io.jquant.support.Kind;

/** The exit codes of every command. */
final class ExitCode {
    static final int OK = 0;
    static final int INTERNAL = 1;
    static final int USAGE = 2;
    static final int CHECK = 6;

    private ExitCode() {}

    /** The one place where kinds of failure become exit codes. */
    static int of(Kind kind) {
        return switch (kind) {
            case INTERNAL -> INTERNAL;
            case USAGE -> USAGE;
            case MODEL -> 3;
            case UNSUPPORTED -> 4;
            case DATA -> 5;
            case CHECK -> CHECK;
        };
    }
}
