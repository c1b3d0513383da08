package io.jquant.cli;

import io.jquant.support.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** {@code --version}: the program and the JVM it runs on. */
final class Version implements IVersionProvider {
    /** The version of the jar; "development" when run from class files. */
    static String number() {
        return ProgramVersion.number();
    }

    @Override
    public String[] getVersion() {
        return new String[] {"jquant " + number() + " (Java " + Runtime.version() + ")"};
    }
}
