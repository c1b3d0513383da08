package io.jquant.support;

/** Text from files, made fit to be printed inside one line of a message. */
public final class OneLine {
    private static final int LONGEST = 160;

    private OneLine() {}

    /**
     * The text without control characters, cut in the middle when it is longer than a message can
     * carry.
     */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST + 8));
        int cut = text.length() > LONGEST ? LONGEST / 2 : text.length();
        appendClean(text, 0, cut, out);
        if (cut < text.length()) {
            out.append(" … ");
            appendClean(text, text.length() - LONGEST / 2, text.length(), out);
        }
        return out.toString();
    }

    private static void appendClean(String text, int from, int to, StringBuilder out) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? ' ' : c);
        }
    }
}
