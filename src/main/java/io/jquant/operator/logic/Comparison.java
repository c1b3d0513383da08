package io.jquant.operator.logic;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Broadcast;
import io.jquant.operator.common.LegacyBroadcast;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Equal, Less, Greater, LessOrEqual, GreaterOrEqual; nothing holds for NaN. */
public final class Comparison implements Operator {
    private final Relation relation;

    private Comparison(Relation relation) {
        this.relation = relation;
    }

    /** Equal. */
    public static Operator equal() {
        return new Comparison(Relation.EQUAL);
    }

    /** Less. */
    public static Operator less() {
        return new Comparison(Relation.LESS);
    }

    /** Greater. */
    public static Operator greater() {
        return new Comparison(Relation.GREATER);
    }

    /** LessOrEqual. */
    public static Operator lessOrEqual() {
        return new Comparison(Relation.LESS_OR_EQUAL);
    }

    /** GreaterOrEqual. */
    public static Operator greaterOrEqual() {
        return new Comparison(Relation.GREATER_OR_EQUAL);
    }

    private enum Relation {
        EQUAL,
        LESS,
        GREATER,
        LESS_OR_EQUAL,
        GREATER_OR_EQUAL;

        boolean holds(double a, double b) {
            return switch (this) {
                case EQUAL -> a == b;
                case LESS -> a < b;
                case GREATER -> a > b;
                case LESS_OR_EQUAL -> a <= b;
                case GREATER_OR_EQUAL -> a >= b;
            };
        }

        /** Does the relation hold for elements of which a comparison says this? */
        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case LESS -> order < 0;
                case GREATER -> order > 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.BOOL, LegacyBroadcast.shape(node));
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor b = call.input(1);
        b = b.reshape(LegacyBroadcast.second(call, a.shape(), b.shape()));
        Broadcast shared = Broadcast.of(a.shape(), b.shape());
        byte[] y = call.output(0, ElementType.BOOL, shared.shape()).bytes();
        int as = shared.step(0);
        int bs = shared.step(1);
        ElementType type = a.type();
        if (type == ElementType.STRING) {
            String[] x = a.strings();
            String[] z = b.strings();
            shared.forEach(
                    call.workers(),
                    (at, o, n) -> {
                        for (int i = 0; i < n; i++) {
                            int order = x[at[0] + i * as].compareTo(z[at[1] + i * bs]);
                            y[o + i] = (byte) (relation.holds(order) ? 1 : 0);
                        }
                    });
        } else if (type == ElementType.DOUBLE) {
            double[] x = a.doubles();
            double[] z = TensorNumbers.doubles(b);
            shared.forEach(
                    call.workers(),
                    (at, o, n) -> {
                        for (int i = 0; i < n; i++) {
                            boolean holds = relation.holds(x[at[0] + i * as], z[at[1] + i * bs]);
                            y[o + i] = (byte) (holds ? 1 : 0);
                        }
                    });
        } else if (type.isFloatingPoint()) {
            float[] x = TensorNumbers.floats(a);
            float[] z = TensorNumbers.floats(b);
            shared.forEach(
                    call.workers(),
                    (at, o, n) -> {
                        for (int i = 0; i < n; i++) {
                            boolean holds =
                                    relation.holds(
                                            (double) x[at[0] + i * as], (double) z[at[1] + i * bs]);
                            y[o + i] = (byte) (holds ? 1 : 0);
                        }
                    });
        } else {
            long[] x = TensorNumbers.longs(a);
            long[] z = TensorNumbers.longs(b);
            long flip = type == ElementType.UINT64 ? Long.MIN_VALUE : 0;
            shared.forEach(
                    call.workers(),
                    (at, o, n) -> {
                        for (int i = 0; i < n; i++) {
                            int order =
                                    Long.compare(
                                            x[at[0] + i * as] ^ flip, z[at[1] + i * bs] ^ flip);
                            y[o + i] = (byte) (relation.holds(order) ? 1 : 0);
                        }
                    });
        }
    }
}
