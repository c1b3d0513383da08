package io.jquant.graph;

import io.jquant.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of a node, in the order of the file. */
public final class Attributes {
    private final Map<String, Attribute> byName = new LinkedHashMap<>();

    public static Attributes of(Attribute... attributes) {
        Attributes out = new Attributes();
        for (Attribute a : attributes) {
            out.set(a);
        }
        return out;
    }

    public Collection<Attribute> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** The attribute of this name, or null. */
    public Attribute get(String name) {
        return byName.get(name);
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    public void set(Attribute attribute) {
        byName.put(attribute.name(), attribute);
    }

    public void remove(String name) {
        byName.remove(name);
    }

    public long getInt(String name, long otherwise) {
        return has(name) ? (Long) value(name, AttributeType.INT) : otherwise;
    }

    public boolean getBoolean(String name, boolean otherwise) {
        return has(name) ? getInt(name, 0) != 0 : otherwise;
    }

    public float getFloat(String name, float otherwise) {
        return has(name) ? (Float) value(name, AttributeType.FLOAT) : otherwise;
    }

    public String getString(String name, String otherwise) {
        return has(name)
                ? new String((byte[]) value(name, AttributeType.STRING), StandardCharsets.UTF_8)
                : otherwise;
    }

    /** One of the integers, such as the stride of an axis; {@code absent} where there is none. */
    public long getInt(String name, int index, long absent) {
        long[] all = getInts(name);
        return all == null || index >= all.length ? absent : all[index];
    }

    /** The integers, not to be written to, or null when the attribute is absent. */
    public long[] getInts(String name) {
        return has(name) ? (long[]) value(name, AttributeType.INTS) : null;
    }

    /** The floats, not to be written to, or null when the attribute is absent. */
    public float[] getFloats(String name) {
        return has(name) ? (float[]) value(name, AttributeType.FLOATS) : null;
    }

    /** The strings, or null when the attribute is absent. */
    public List<String> getStrings(String name) {
        if (!has(name)) {
            return null;
        }
        List<?> raw = (List<?>) value(name, AttributeType.STRINGS);
        return raw.stream().map(b -> new String((byte[]) b, StandardCharsets.UTF_8)).toList();
    }

    /** The tensor, or null when the attribute is absent. */
    public Tensor getTensor(String name) {
        return has(name) ? (Tensor) value(name, AttributeType.TENSOR) : null;
    }

    /** The dense form of a sparse tensor, or null when the attribute is absent. */
    public Tensor getSparseTensor(String name) {
        return has(name) ? (Tensor) value(name, AttributeType.SPARSE_TENSOR) : null;
    }

    /** The subgraph, or null when the attribute is absent. */
    public Graph getGraph(String name) {
        return has(name) ? (Graph) value(name, AttributeType.GRAPH) : null;
    }

    /** The integer, which the operator must have. */
    public long requireInt(String name) {
        require(name);
        return getInt(name, 0);
    }

    /** The integers, which the operator must have. */
    public long[] requireInts(String name) {
        require(name);
        return getInts(name);
    }

    private void require(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException("attribute '" + name + "' is missing");
        }
    }

    private Object value(String name, AttributeType type) {
        Attribute a = byName.get(name);
        if (a.type() != type) {
            throw new IllegalArgumentException(
                    "attribute '" + name + "' is " + a.type() + ", expected " + type);
        }
        return a.value();
    }
}
