package io.jquant.operator.quant;

import io.jquant.kernel.CodeStore;
import io.jquant.kernel.ExactProduct;
import io.jquant.kernel.ExactRight;
import io.jquant.operator.Invocation;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.operator.math.MatrixShapes;
import io.jquant.support.Workers;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/**
 * Products of (stacks of) matrices of 8-bit codes whose zero points are taken away, exact in 32
 * bits.
 */
public final class IntegerProduct {
    private final Invocation call;
    private final MatrixShapes shapes;
    private final Matrix a;
    private final Matrix b;

    /**
     * An operand.
     *
     * @param zero null for 0, one for all, or one per row (left) or column (right)
     * @param turned is the matrix, of two axes then, to be transposed?
     */
    public record Matrix(Tensor codes, Tensor zero, boolean turned) {
        Shape shape() {
            Shape s = codes.shape();
            if (turned && s.rank() != 2) {
                throw new IllegalArgumentException(s + " is not a matrix");
            }
            return turned ? Shape.of(s.dim(1), s.dim(0)) : s;
        }
    }

    /** What writes the sums of a product. */
    @FunctionalInterface
    public interface Sums {
        void write(int[] y);
    }

    private IntegerProduct(Invocation call, MatrixShapes shapes, Matrix a, Matrix b) {
        this.call = call;
        this.shapes = shapes;
        this.a = a;
        this.b = b;
    }

    /** Makes ready to multiply; the shape of the result is known then. */
    public static IntegerProduct of(Invocation call, Matrix a, Matrix b) {
        return new IntegerProduct(call, MatrixShapes.of(a.shape(), b.shape()), a, b);
    }

    /**
     * A constant right matrix, packed; null where it is not constant, or no matrix.
     *
     * @param codes the input with the matrix
     * @param zeros the input with its zero points
     */
    public static Object packed(Preparation node, int codes, int zeros, boolean turned) {
        Tensor b = node.constant(codes);
        Tensor z = node.constant(zeros);
        boolean known = b != null && (z != null || !node.hasInput(zeros));
        if (!known || !CenteredCodes.isCode(b.type()) || b.rank() != 2) {
            return null;
        }
        int columns = b.dim(turned ? 0 : 1);
        if (z != null && z.size() != 1 && z.size() != columns) {
            return null;
        }
        float[] real = TensorNumbers.copyOfFloats(b);
        int width = b.dim(1);
        for (int i = 0; z != null && i < real.length; i++) {
            real[i] -= z.longAt(z.size() == 1 ? 0 : turned ? i / width : i % width);
        }
        return ExactRight.of(
                b.dim(turned ? 1 : 0),
                columns,
                real,
                0,
                turned ? 1 : width,
                turned ? width : 1,
                CenteredCodes.LARGEST);
    }

    /** The result's shape. */
    public Shape shape() {
        return shapes.out();
    }

    /** Rows of all products together. */
    public int rows() {
        return Math.multiplyExact(shapes.aOffs().length, shapes.m());
    }

    /** Columns of a product. */
    public int columns() {
        return shapes.n();
    }

    /** Writes the sums. */
    public void toInts(int[] y) {
        float[] left = left();
        float[] scratch = call.scratch(Math.multiplyExact(rows(), columns()));
        if (usesPacked()) {
            ExactRight right = (ExactRight) call.prepared();
            right.multiply(rows(), left, 0, rowStep(), columnStep(), y, 0, scratch, call.workers());
            return;
        }
        float[] right =
                isOne(b.zero)
                        ? CenteredCodes.of(call, b.codes, b.zero)
                        : centered(b, shapes.k(), shapes.n(), false);
        int count = shapes.aOffs().length;
        boolean many = count >= 2 * call.workers().threads();
        Workers outer = many ? call.workers() : Workers.SERIAL;
        Workers inner = many ? Workers.SERIAL : call.workers();
        int bWidth = b.turned ? shapes.k() : shapes.n();
        outer.forEach(
                count,
                i ->
                        ExactProduct.multiply(
                                shapes.m(),
                                shapes.n(),
                                shapes.k(),
                                left,
                                shapes.aOffs()[i],
                                rowStep(),
                                columnStep(),
                                CenteredCodes.LARGEST,
                                right,
                                shapes.bOffs()[i],
                                b.turned ? 1 : bWidth,
                                b.turned ? bWidth : 1,
                                CenteredCodes.LARGEST,
                                y,
                                i * shapes.m() * shapes.n(),
                                scratch,
                                inner));
    }

    /**
     * Writes the codes of the sums.
     *
     * @param other writes other sums; null for those of the product
     * @param bias one per column, added before; null for none
     * @param codes with a factor per column
     */
    public void toCodes(Sums other, int[] bias, CodeStore codes) {
        int size = Math.multiplyExact(rows(), columns());
        if (other == null && usesPacked()) {
            ExactRight right = (ExactRight) call.prepared();
            float[] scratch = call.scratch(size);
            int[] sums = call.intScratch(right.sums(rows(), bias));
            right.toCodes(
                    rows(),
                    left(),
                    0,
                    rowStep(),
                    columnStep(),
                    bias,
                    codes,
                    sums,
                    scratch,
                    call.workers());
            return;
        }
        int[] sums = call.intScratch(size);
        Sums from = other == null ? this::toInts : other;
        from.write(sums);
        float[] scratch = call.scratch(size);
        ExactProduct.toCodes(rows(), columns(), sums, bias, codes, scratch, call.workers());
    }

    /** Writes the codes of one row of sums. */
    void storeRow(int[] sums, int row, CodeStore codes) {
        int n = columns();
        int[] line = Arrays.copyOfRange(sums, row * n, (row + 1) * n);
        CodeStore place = codes.at(codes.off() + row * n);
        ExactProduct.toCodes(1, n, line, null, place, call.scratch(n), Workers.SERIAL);
    }

    private boolean usesPacked() {
        boolean inOrder = a.codes.size() == rows() * shapes.k();
        return call.prepared() instanceof ExactRight && inOrder;
    }

    private int rowStep() {
        return a.turned ? 1 : shapes.k();
    }

    private int columnStep() {
        return a.turned ? shapes.m() : 1;
    }

    private float[] left() {
        return isOne(a.zero)
                ? CenteredCodes.of(call, a.codes, a.zero)
                : centered(a, shapes.m(), shapes.k(), true);
    }

    private static boolean isOne(Tensor zero) {
        return zero == null || zero.size() == 1;
    }

    /** With a zero point per row or column, and maybe per matrix of a stack. */
    private static float[] centered(Matrix matrix, int rows, int columns, boolean perRow) {
        float[] out = TensorNumbers.copyOfFloats(matrix.codes);
        float[] z = TensorNumbers.floats(matrix.zero);
        int size = matrix.zero.size();
        int lines = perRow ? rows : columns;
        if (lines == 0 || size % lines != 0) {
            throw new IllegalArgumentException(
                    "zero point "
                            + matrix.zero.shape()
                            + " does not fit "
                            + Arrays.toString(new int[] {rows, columns}));
        }
        int width = matrix.turned ? rows : columns;
        for (int i = 0; i < out.length; i++) {
            boolean along = perRow == matrix.turned;
            int line = along ? i % width : i / width % lines;
            out[i] -= z[(i / (rows * columns) * lines + line) % size];
        }
        return out;
    }
}
