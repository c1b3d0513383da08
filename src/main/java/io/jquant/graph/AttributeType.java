package io.jquant.graph;

/**
 * What an attribute of a node holds (onnx.proto, {@code AttributeProto.AttributeType}), with its
 * Java form.
 */
public enum AttributeType {
    /** {@code Float}. */
    FLOAT(1),
    /** {@code Long}. */
    INT(2),
    /** {@code byte[]}, UTF-8 where it is text. */
    STRING(3),
    /** {@link io.jquant.tensor.Tensor}. */
    TENSOR(4),
    /** {@link Graph}. */
    GRAPH(5),
    /** {@code float[]}. */
    FLOATS(6),
    /** {@code long[]}. */
    INTS(7),
    /** {@code List<byte[]>}. */
    STRINGS(8),
    /** {@code List<Tensor>}. */
    TENSORS(9),
    /** {@code List<Graph>}. */
    GRAPHS(10),
    /** {@link io.jquant.tensor.Tensor}, the dense form of what the file stores sparsely. */
    SPARSE_TENSOR(11),
    /**
     * Not interpreted: a type, several sparse tensors, or a kind newer than this program; the bytes
     * of the file.
     */
    OPAQUE(0);

    private final int code;

    AttributeType(int code) {
        this.code = code;
    }

    /** The number in onnx.proto; 0 for what is not interpreted. */
    public int code() {
        return code;
    }

    /** The type with this number; {@link #OPAQUE} for any other. */
    public static AttributeType ofCode(int code) {
        for (AttributeType t : values()) {
            if (t.code == code) {
                return t;
            }
        }
        return OPAQUE;
    }
}
