package io.jquant.data.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
        List<String> different = List.copyOf(new LinkedHashSet<>(names));
        List<String> stems = distinctOf(different.stream().map(SafeNames::of).toList());
        Map<String, String> out = new LinkedHashMap<>();
        for (int i = 0; i < stems.size(); i++) {
            out.put(different.get(i), stems.get(i));
        }
        return out;
    }

    /** The names in the same order; repeated ones get {@code _2}, {@code _3} and so on. */
    public static List<String> distinctOf(List<String> names) {
        List<String> out = new ArrayList<>(names.size());
        Set<String> taken = new HashSet<>();
        Map<String, Integer> next = new HashMap<>();
        for (String name : names) {
            String free = name;
            while (!taken.add(free)) {
                free = name + "_" + (next.merge(name, 1, Integer::sum) + 1);
            }
            out.add(free);
        }
        return out;
    }
}
