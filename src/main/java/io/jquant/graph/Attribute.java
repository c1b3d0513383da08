package io.jquant.graph;

import java.nio.charset.StandardCharsets;

/**
 * A named constant of a node.
 *
 * @param name its name
 * @param type what it holds
 * @param value the Java form that {@link AttributeType} names
 * @param reference inside a function: the attribute of the calling node that this one takes its
 *     value from; else null
 * @param carried fields of the file that are not interpreted, kept for saving; may be null
 */
public record Attribute(
        String name, AttributeType type, Object value, String reference, Carried carried) {
    public Attribute(String name, AttributeType type, Object value) {
        this(name, type, value, null, null);
    }

    public static Attribute of(String name, long value) {
        return new Attribute(name, AttributeType.INT, value);
    }

    public static Attribute of(String name, float value) {
        return new Attribute(name, AttributeType.FLOAT, value);
    }

    public static Attribute of(String name, String value) {
        return new Attribute(name, AttributeType.STRING, value.getBytes(StandardCharsets.UTF_8));
    }

    public static Attribute of(String name, long[] value) {
        return new Attribute(name, AttributeType.INTS, value);
    }
}
