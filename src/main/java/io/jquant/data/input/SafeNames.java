package io.jquant.data.input;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tensor names as file names: whatever is not a Latin letter, a digit, {@code _}, {@code .} or
 * {@code -} becomes {@code _}. Names of dots only, which mean folders, become underscores too.
 */
public final class SafeNames {
    private SafeNames() {}

    /** The name with {@code _} in place of every other character. */
    public static String of(String name) {
        StringBuilder out = new StringBuilder(name.length());
        name.codePoints()
                .forEach(
                        c -> {
                            boolean safe =
                                    (c >= 'a' && c <= 'z')
                                            || (c >= 'A' && c <= 'Z')
                                            || (c >= '0' && c <= '9')
                                            || c == '_'
                                            || c == '.'
                                            || c == '-';
                            out.append(safe ? (char) c : '_');
                        });
        String text = out.toString();
        return text.isEmpty() ? "_" : text.matches("\\.+") ? text.replace('.', '_') : text;
    }

    /**
     * The file stems of several tensors that share a folder, in the given order. When two names
     * become the same, the later one gets {@code _2}, the next {@code _3} and so on.
     */
    public static Map<String, String> distinct(Collection<String> names) {
        Map<String, String> out = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            String stem = of(name);
            String free = stem;
            for (int n = 2; !taken.add(free); n++) {
                free = stem + "_" + n;
            }
            out.put(name, free);
        }
        return out;
    }
}
