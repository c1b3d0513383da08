package io.jquant.data.numpy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the little Python that the head of a NumPy file is written in: one dictionary of strings,
 * truth values and tuples of whole numbers. Anything else gives null.
 */
final class PythonLiteral {
    private static final int MOST_NUMBERS = 1000;

    private final String text;
    private int at;

    PythonLiteral(String text) {
        this.text = text;
    }

    /** The entries (String, Boolean or long[]), or null when the text is anything else. */
    Map<String, Object> dictionary() {
        Map<String, Object> out = new LinkedHashMap<>();
        if (!take('{')) {
            return null;
        }
        while (!take('}')) {
            String key = string();
            if (key == null || !take(':')) {
                return null;
            }
            Object value = value();
            if (value == null || out.put(key, value) != null) {
                return null;
            }
            if (!take(',') && peek() != '}') {
                return null;
            }
        }
        return peek() == 0 ? out : null;
    }

    private Object value() {
        char c = peek();
        if (c == '\'' || c == '"') {
            return string();
        }
        if (c == '(') {
            return tuple();
        }
        for (String word : new String[] {"True", "False"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        return null;
    }

    private String string() {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            return null;
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
            return null;
        }
        String out = text.substring(at + 1, end);
        at = end + 1;
        return out;
    }

    private long[] tuple() {
        take('(');
        long[] out = new long[8];
        int n = 0;
        while (!take(')')) {
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == from || at - from > 18 || n == MOST_NUMBERS) {
                return null;
            }
            if (n == out.length) {
                out = Arrays.copyOf(out, 2 * n);
            }
            out[n++] = Long.parseLong(text.substring(from, at));
            take('L'); // Python 2 wrote long numbers so
            if (!take(',') && peek() != ')') {
                return null;
            }
        }
        return Arrays.copyOf(out, n);
    }

    private boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** The next character that is no space, or 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }
}
