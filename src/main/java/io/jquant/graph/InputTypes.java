package io.jquant.graph;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The types that the inputs of an operator may have (ONNX operator definitions, type constraints).
 *
 * @param formals one for each input; the last may stand for many
 * @param sets the letters of the element types behind each variable
 */
record InputTypes(List<Formal> formals, Map<String, String> sets) {
    /** Among the letters: something that is no tensor. */
    private static final char OTHER = '*';

    /**
     * An input.
     *
     * @param variable the type variable; inputs of one variable have one type. Null where the input
     *     has types of its own
     * @param letters the types
     * @param many does it stand for any number of inputs?
     * @param mixed may these be of different types?
     * @param optional may it be left out?
     */
    record Formal(String variable, String letters, boolean many, boolean mixed, boolean optional) {}

    /** Reads {@code T Tind+ =g? T=ab Tind=fg}. */
    static InputTypes parse(List<String> words) {
        Map<String, String> sets = new HashMap<>();
        for (String w : words) {
            int equals = w.indexOf('=');
            if (equals > 0) {
                sets.put(w.substring(0, equals), w.substring(equals + 1));
            }
        }
        List<Formal> formals = new ArrayList<>();
        for (String w : words) {
            if (w.indexOf('=') > 0) {
                continue;
            }
            boolean mixed = w.endsWith("~");
            boolean many = mixed || w.endsWith("+");
            boolean optional = w.endsWith("?");
            String name = many || optional ? w.substring(0, w.length() - 1) : w;
            boolean own = name.startsWith("=");
            formals.add(
                    new Formal(
                            own ? null : name,
                            own ? name.substring(1) : sets.get(name),
                            many,
                            mixed,
                            optional));
        }
        return new InputTypes(formals, sets);
    }

    /** The first input that must be there; -1 where none is missing. */
    int missing(List<Value> inputs) {
        for (int i = 0; i < Math.min(inputs.size(), formals.size()); i++) {
            if (inputs.get(i) == null && !formals.get(i).optional) {
                return i;
            }
        }
        return -1;
    }

    /**
     * What is wrong with the types of a node's inputs, or null.
     *
     * @param types null for what is absent or not known
     */
    String problem(List<ValueType> types) {
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < types.size() && !formals.isEmpty(); i++) {
            ValueType type = types.get(i);
            Formal formal = formals.get(Math.min(i, formals.size() - 1));
            String name = name(type);
            if (name == null) {
                continue;
            }
            if (!allows(formal.letters, type)) {
                return "input " + i + " is of type " + name + ", which the operator does not take";
            }
            if (formal.variable == null || formal.mixed) {
                continue;
            }
            Integer first = firsts.putIfAbsent(formal.variable, i);
            String other = first == null ? name : name(types.get(first));
            if (!name.equals(other)) {
                return "input "
                        + i
                        + " is of type "
                        + name
                        + " and input "
                        + first
                        + " of type "
                        + other
                        + ", they must be of one type";
            }
        }
        return null;
    }

    private static boolean allows(String letters, ValueType type) {
        char letter =
                type instanceof ValueType.TensorType t
                        ? (char) ('a' + t.element().code() - ElementType.FLOAT.code())
                        : OTHER;
        return letters.indexOf(letter) >= 0;
    }

    /** Null where the type is not known. */
    private static String name(ValueType type) {
        if (type instanceof ValueType.TensorType t) {
            return t.element() == null ? null : t.element().name().toLowerCase(Locale.ROOT);
        }
        if (type instanceof ValueType.SequenceType) {
            return "sequence";
        }
        if (type instanceof ValueType.OptionalType) {
            return "optional";
        }
        return type == null ? null : "map or sparse tensor";
    }
}
