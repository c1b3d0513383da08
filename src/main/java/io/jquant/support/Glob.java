package io.jquant.support;

import java.util.regex.Pattern;

/** Names with {@code *} for anything and {@code ?} for one character. */
public final class Glob {
    private Glob() {}

    /** The regular expression that matches the whole of what the glob matches. */
    public static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
