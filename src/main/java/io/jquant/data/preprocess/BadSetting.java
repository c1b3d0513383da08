package io.jquant.data.preprocess;

/** Why a setting is wrong and what would be right; the caller adds where it stands. */
final class BadSetting extends Exception {
    private static final long serialVersionUID = 1L;

    private final String allowed;

    BadSetting(String why, String allowed) {
        super(why);
        this.allowed = allowed;
    }

    /** What can be given instead. */
    String allowed() {
        return allowed;
    }
}
