package io.jquant.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The value names of a model, bodies included. */
final class Names {
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> counters = new HashMap<>();

    /** Takes a name; false when it is not free. */
    boolean take(String name) {
        return taken.add(name);
    }

    void release(String name) {
        taken.remove(name);
    }

    /** A free name: the base itself, else the base with the lowest number not tried yet. */
    String fresh(String base) {
        if (!taken.contains(base)) {
            return base;
        }
        int n = counters.getOrDefault(base, 0);
        String name;
        do {
            n++;
            name = base + "_" + n;
        } while (taken.contains(name));
        counters.put(base, n);
        return name;
    }
}
