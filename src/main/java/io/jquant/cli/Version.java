package io.jquant.cli;

import picocli.CommandLine.IVersionProvider;

/** {@code --version}: the program and the JVM it runs on. */
final class Version implements IVersionProvider {
    /** The version of the jar; "development" when run from class files. */
    static String number() {
        String v = Version.class.getPackage().getImplementationVersion();
        return v == null ? "development" : v;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"jquant " + number() + " (Java " + Runtime.version() + ")"};
    }
}
