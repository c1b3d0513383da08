package io.jquant.operator.contrib;

import io.jquant.kernel.Ending;
import io.jquant.kernel.Gemm;
import io.jquant.kernel.PackedRight;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.List;

/**
 * MatMulNBits: a product with a matrix of packed codes of few bits, which have a scale per block of
 * a column.
 */
public final class MatMulNBits implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null && in.rank() > 0) {
            List<Dimension> dims = new ArrayList<>(in.dims());
            dims.set(dims.size() - 1, Dimension.of(node.attributes().requireInt("N")));
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public Object prepare(Preparation node) {
        Tensor codes = node.constant(1);
        Tensor scales = node.constant(2);
        Tensor zeros = node.constant(3);
        boolean constant = codes != null && scales != null && (!node.hasInput(3) || zeros != null);
        return constant ? pack(node, codes, scales, zeros) : null;
    }

    private static PackedRight pack(NodeView node, Tensor codes, Tensor scales, Tensor zeros) {
        int k = Math.toIntExact(node.attributes().requireInt("K"));
        int n = Math.toIntExact(node.attributes().requireInt("N"));
        int bits = (int) node.attributes().getInt("bits", 4);
        int block = Math.toIntExact(node.attributes().requireInt("block_size"));
        if ((bits != 2 && bits != 4 && bits != 8) || block < 1 || k < 1 || n < 1) {
            throw new IllegalArgumentException(bits + " bits in blocks of " + block);
        }
        int blocks = (k + block - 1) / block;
        int blob = (block * bits + 7) / 8;
        if (codes.size() != Math.multiplyExact(n * blocks, blob) || scales.size() != n * blocks) {
            throw new IllegalArgumentException(
                    codes.shape() + " does not hold " + n + " columns of " + k);
        }
        float[] s = TensorNumbers.floats(scales);
        float[] w = new float[Math.multiplyExact(n, k)];
        int zeroBytes = (blocks * bits + 7) / 8;
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < k; i++) {
                int b = i / block;
                float zero = 1 << (bits - 1);
                if (zeros != null) {
                    zero =
                            zeros.type() == ElementType.UINT8
                                    ? bits(zeros.bytes(), j * zeroBytes, b, bits)
                                    : TensorNumbers.floatAt(zeros, j * blocks + b);
                }
                int code = bits(codes.bytes(), (j * blocks + b) * blob, i % block, bits);
                w[j * k + i] = (code - zero) * s[j * blocks + b];
            }
        }
        return PackedRight.of(k, n, w, 0, 1, k);
    }

    /** The code at a place of packed codes, the first in the low bits. */
    private static int bits(byte[] packed, int from, int place, int bits) {
        int at = place * bits;
        return (packed[from + at / 8] >> at % 8) & ((1 << bits) - 1);
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        PackedRight packed =
                call.prepared() instanceof PackedRight p
                        ? p
                        : pack(call, call.input(1), call.input(2), call.optional(3));
        int k = Math.toIntExact(call.attributes().requireInt("K"));
        int n = Math.toIntExact(call.attributes().requireInt("N"));
        if (a.rank() == 0 || a.dim(-1) != k) {
            throw new IllegalArgumentException("input " + a.shape() + " has not " + k + " columns");
        }
        Tensor bias = call.optional(5);
        Shape shape = a.shape().withDim(-1, n);
        Tensor out = call.output(0, a.type(), shape);
        float[] y = out.storage() instanceof float[] f ? f : new float[out.size()];
        Ending ending =
                bias == null
                        ? Ending.PLAIN
                        : Ending.perColumn(
                                TensorNumbers.floats(bias), io.jquant.kernel.Activation.NONE);
        if (out.size() > 0) {
            Gemm.multiply(
                    a.size() / k,
                    TensorNumbers.floats(a),
                    0,
                    k,
                    1,
                    packed,
                    y,
                    0,
                    n,
                    ending,
                    call.workers());
        }
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }
}
