package io.jquant.graph;

import io.jquant.tensor.ValueType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The signatures of the operators of ONNX's own domain, in all their versions. */
public final class OperatorSignatures {
    private static final String RESOURCE = "operators.txt";

    /** Read at first use. */
    private static final class Holder {
        private static final OperatorSignatures STANDARD = new OperatorSignatures();
    }

    private final Map<String, String> lines = new HashMap<>();

    /** What was asked for before. */
    private final Map<String, NavigableMap<Integer, Signature>> parsed = new ConcurrentHashMap<>();

    private OperatorSignatures() {
        try (InputStream in = OperatorSignatures.class.getResourceAsStream(RESOURCE);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int space = line.indexOf(' ');
                if (!line.startsWith("#") && space > 0) {
                    lines.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operators, sorted. */
    public static SortedSet<String> names() {
        return new TreeSet<>(Holder.STANDARD.lines.keySet());
    }

    /**
     * The forms of an operator by the operator sets that they begin with; null where an operator
     * set took it away. Empty when the operator is not known.
     */
    static NavigableMap<Integer, Signature> versions(String opType) {
        OperatorSignatures all = Holder.STANDARD;
        return all.parsed.computeIfAbsent(opType, t -> parse(all.lines.getOrDefault(t, "")));
    }

    /**
     * The operator set that introduced the form which an operator of ONNX's own domain has in
     * another one; 0 when the operator is not known there. Equal numbers mean equal operators.
     */
    public static int since(String opType, int opset) {
        Map.Entry<Integer, Signature> form = versions(opType).floorEntry(Math.max(opset, 1));
        return form == null || form.getValue() == null ? 0 : form.getKey();
    }

    /**
     * The attributes that an operator has in an operator set; empty where it is not known there.
     */
    public static Optional<Set<String>> attributes(String opType, int opset) {
        return Optional.ofNullable(form(opType, opset)).map(s -> s.attributes().keySet());
    }

    /** What an operator set has against a node of ONNX's own domain, or null. */
    public static String problem(Node n, int opset) {
        Signature form = form(n.opType(), opset);
        return form == null ? "is no operator of opset " + opset : form.problem(n);
    }

    /**
     * What an operator of ONNX's own domain has against the types of its inputs, or null.
     *
     * @param types null for what is absent or not known
     */
    public static String typeProblem(String opType, int opset, List<ValueType> types) {
        Signature form = form(opType, opset);
        return form == null ? null : form.types().problem(types);
    }

    /** The form that an operator has in an operator set; null where it is not known there. */
    private static Signature form(String opType, int opset) {
        Map.Entry<Integer, Signature> form = versions(opType).floorEntry(opset);
        return form == null ? null : form.getValue();
    }

    private static NavigableMap<Integer, Signature> parse(String line) {
        NavigableMap<Integer, Signature> out = new TreeMap<>();
        Signature before = null;
        for (String version : line.isEmpty() ? new String[0] : line.split(" \\| ", -1)) {
            List<String> words = new ArrayList<>(List.of(version.split(" ", -1)));
            int since = Integer.parseInt(words.remove(0));
            if (words.equals(List.of("-"))) {
                before = null;
            } else if (!words.isEmpty()) {
                int[] inputs = range(words.remove(0));
                int[] outputs = range(words.remove(0));
                int slash = words.indexOf("/");
                before =
                        new Signature(
                                inputs[0],
                                inputs[1],
                                outputs[0],
                                outputs[1],
                                parameters(words.subList(0, slash)),
                                InputTypes.parse(words.subList(slash + 1, words.size())));
            }
            out.put(since, before);
        }
        return out;
    }

    private static int[] range(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            int n = Integer.parseInt(text);
            return new int[] {n, n};
        }
        String most = text.substring(dash + 1);
        return new int[] {
            Integer.parseInt(text.substring(0, dash)),
            most.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(most)
        };
    }

    private static Map<String, Signature.Parameter> parameters(List<String> words) {
        Map<String, Signature.Parameter> out = new TreeMap<>();
        for (String word : words) {
            int colon = word.indexOf(':');
            boolean required = word.charAt(colon - 1) == '!';
            out.put(
                    word.substring(0, required ? colon - 1 : colon),
                    new Signature.Parameter(type(word.charAt(colon + 1)), required));
        }
        return out;
    }

    private static AttributeType type(char letter) {
        return switch (letter) {
            case 'f' -> AttributeType.FLOAT;
            case 'i' -> AttributeType.INT;
            case 's' -> AttributeType.STRING;
            case 't' -> AttributeType.TENSOR;
            case 'g' -> AttributeType.GRAPH;
            case 'p' -> AttributeType.SPARSE_TENSOR;
            case 'F' -> AttributeType.FLOATS;
            case 'I' -> AttributeType.INTS;
            case 'S' -> AttributeType.STRINGS;
            case 'T' -> AttributeType.TENSORS;
            case 'G' -> AttributeType.GRAPHS;
            default -> AttributeType.OPAQUE;
        };
    }
}
