package io.jquant.execute.integer;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/**
 * 8-bit codes with what is needed to read them.
 *
 * @param zero null for 0
 * @param axis of scales that are several
 */
record Coded(Value codes, ElementType type, Value scale, Value zero, long axis) {
    /** What a DequantizeLinear node reads; null where it is not of this kind. */
    static Coded readBy(Node dq) {
        boolean blocked = dq.attributes().getInt("block_size", 0) != 0;
        return blocked ? null : of(dq, dq.input(0), QdqNodes.element(dq.input(0)));
    }

    /** What a QuantizeLinear node writes; null where it is not of this kind. */
    static Coded writtenBy(Node q) {
        ElementType zero = QdqNodes.element(q.input(2));
        return of(q, q.output(), zero != null ? zero : QdqNodes.element(q.output()));
    }

    private static Coded of(Node n, Value codes, ElementType type) {
        Tensor scale = QdqNodes.constant(n.input(1));
        boolean known =
                type != null
                        && CenteredCodes.isCode(type)
                        && scale != null
                        && scale.type() == ElementType.FLOAT
                        && scale.rank() < 2
                        && (n.input(2) == null || QdqNodes.constant(n.input(2)) != null);
        return known
                ? new Coded(codes, type, n.input(1), n.input(2), n.attributes().getInt("axis", 1))
                : null;
    }

    boolean isPerTensor() {
        return QdqNodes.constant(scale).size() == 1;
    }

    /** The one scale. */
    float oneScale() {
        return QdqNodes.constant(scale).floats()[0];
    }

    /** The one zero point. */
    long oneZero() {
        return zero == null ? 0 : QdqNodes.constant(zero).longAt(0);
    }

    /** The same grid, one for all elements? */
    boolean isOn(Coded other) {
        return type == other.type
                && isPerTensor()
                && other.isPerTensor()
                && Float.floatToIntBits(oneScale()) == Float.floatToIntBits(other.oneScale())
                && oneZero() == other.oneZero();
    }

    /** Other codes on the same grid. */
    Coded with(Value others) {
        return new Coded(others, type, scale, zero, axis);
    }
}
