package io.jquant.wire;

import io.jquant.proto.SparseTensorProto;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSource;
import java.util.Arrays;

/**
 * A sparse initializer, made dense at first use and written again as it was as long as nobody
 * replaces it.
 */
public final class SparseTensor implements TensorSource {
    private final SparseTensorProto proto;
    private final Tensor values;
    private final long[] indices;
    private final Shape shape;

    /**
     * @param values the non-zero elements
     * @param indices their places in row-major order, inside the shape
     */
    public SparseTensor(SparseTensorProto proto, Tensor values, long[] indices, Shape shape) {
        this.proto = proto;
        this.values = values;
        this.indices = indices;
        this.shape = shape;
    }

    public SparseTensorProto proto() {
        return proto;
    }

    /** The dense tensor. */
    public Tensor tensor() {
        return Tensor.lazy(values.type(), shape, this);
    }

    @Override
    public Object read() {
        Object out = Tensor.newStorage(values.type(), shape.size());
        int width = values.type().entriesPerElement();
        if (out instanceof String[] strings) {
            Arrays.fill(strings, "");
        }
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(
                    values.storage(), i * width, out, Math.toIntExact(indices[i] * width), width);
        }
        return out;
    }
}
