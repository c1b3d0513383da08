package io.jquant.operator;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every operator that jquant knows, one line each. */
public final class OperatorRegistry {
    private static final OperatorRegistry STANDARD = new OperatorRegistry();

    /**
     * Names an operator.
     *
     * @param domain the empty string for ONNX's own
     */
    public record Key(String domain, String type) implements Comparable<Key> {
        @Override
        public int compareTo(Key o) {
            int c = domain.compareTo(o.domain);
            return c != 0 ? c : type.compareTo(o.type);
        }
    }

    private final Map<Key, NavigableMap<Integer, Operator>> byKey = new HashMap<>();

    private OperatorRegistry() {
        // nn
        // math
        // logic
        // shape
    }

    /** The operators of this program. */
    public static OperatorRegistry standard() {
        return STANDARD;
    }

    /**
     * The form of an operator that an operator set version means.
     *
     * @return null when it is not known
     */
    public Operator find(String domain, String type, int opset) {
        NavigableMap<Integer, Operator> forms = byKey.get(new Key(domain, type));
        Map.Entry<Integer, Operator> form =
                forms == null ? null : forms.floorEntry(Math.max(opset, 1));
        return form == null ? null : form.getValue();
    }

    /**
     * All operators in order of name, with the operator set versions at which their forms begin.
     */
    public SortedMap<Key, NavigableMap<Integer, Operator>> all() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(byKey));
    }

    /** An operator of ONNX's own domain that one class serves in all its versions. */
    @SuppressWarnings("unused")
    private void add(String type, Operator operator) {
        add("", type, 1, operator);
    }

    /** A form of an operator that begins with a version of its operator set. */
    private void add(String domain, String type, int since, Operator operator) {
        byKey.computeIfAbsent(new Key(domain, type), k -> new TreeMap<>()).put(since, operator);
    }
}
