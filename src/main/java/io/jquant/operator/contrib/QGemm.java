package io.jquant.operator.contrib;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.Broadcast;
import io.jquant.operator.quant.CodeTarget;
import io.jquant.operator.quant.IntegerProduct;
import io.jquant.operator.quant.IntegerProduct.Sums;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/** QGemm: alpha · A · B + C of codes, as codes or, without a scale of the result, real numbers. */
public final class QGemm implements Operator {
    private static boolean turns(NodeView node, String attribute) {
        return node.attributes().getBoolean(attribute, false);
    }

    @Override
    public void infer(Inference node) {
        SymbolicShape a = node.shape(0);
        SymbolicShape b = node.shape(3);
        Dimension m = a == null ? Dimension.UNKNOWN : a.dim(turns(node, "transA") ? -1 : 0);
        Dimension n = b == null ? Dimension.UNKNOWN : b.dim(turns(node, "transB") ? 0 : -1);
        node.output(
                0,
                node.hasInput(7) ? node.elementType(8) : ElementType.FLOAT,
                new SymbolicShape(List.of(m, n)));
    }

    @Override
    public Object prepare(Preparation node) {
        return IntegerProduct.packed(node, 3, 5, turns(node, "transB"));
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        IntegerProduct product =
                IntegerProduct.of(
                        call,
                        new IntegerProduct.Matrix(a, call.optional(2), turns(call, "transA")),
                        new IntegerProduct.Matrix(
                                call.input(3), call.optional(5), turns(call, "transB")));
        float left =
                TensorNumbers.floatAt(call.input(1), 0) * call.attributes().getFloat("alpha", 1);
        int n = product.columns();
        Tensor c = call.optional(6);
        boolean perColumn = c == null || isRow(c, n);
        int[] bias = c == null || !perColumn ? null : row(c, n);
        Sums sums = perColumn ? product::toInts : y -> withMatrix(product, c, y);
        if (call.optional(7) == null) {
            Tensor out = call.output(0, ElementType.FLOAT, product.shape());
            float[] scales = CodeTarget.factors(left, call.input(4), 1f, n);
            IntegerMatMul.toFloats(call, product, sums, bias, scales, out.floats());
            return;
        }
        Tensor zero = call.optional(8);
        Tensor out = call.output(0, zero == null ? a.type() : zero.type(), product.shape());
        float scale = TensorNumbers.floatAt(call.input(7), 0);
        float[] factors = CodeTarget.factors(left, call.input(4), scale, n);
        product.toCodes(perColumn ? null : sums, bias, CodeTarget.of(factors, zero, out));
    }

    private static boolean isRow(Tensor c, int columns) {
        return c.size() == 1 || (c.size() == columns && c.dim(-1) == columns);
    }

    private static int[] row(Tensor c, int columns) {
        int[] out = new int[columns];
        for (int i = 0; i < columns; i++) {
            out[i] = (int) c.longAt(c.size() == 1 ? 0 : i);
        }
        return out;
    }

    /** The sums and a C that is more than a row. */
    private static void withMatrix(IntegerProduct product, Tensor c, int[] y) {
        product.toInts(y);
        Broadcast.under(product.shape(), c.shape()); // refuses a C that does not fit
        int n = product.columns();
        boolean oneColumn = c.dim(-1) == 1;
        for (int i = 0; i < product.rows() * n; i++) {
            y[i] += (int) c.longAt(oneColumn ? i / n : i);
        }
    }
}
