package io.jquant.support;

/** Which jquant this is. */
public final class ProgramVersion {
    private ProgramVersion() {}

    /** The version of the jar; "development" when run from class files. */
    public static String number() {
        String v = ProgramVersion.class.getPackage().getImplementationVersion();
        return v == null ? "development" : v;
    }
}
