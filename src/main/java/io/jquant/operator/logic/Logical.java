package io.jquant.operator.logic;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Broadcast;
import io.jquant.operator.common.LegacyBroadcast;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/** And, Or, Xor. */
public final class Logical implements Operator {
    private final Gate gate;

    private Logical(Gate gate) {
        this.gate = gate;
    }

    /** And. */
    public static Operator and() {
        return new Logical(Gate.AND);
    }

    /** Or. */
    public static Operator or() {
        return new Logical(Gate.OR);
    }

    /** Xor. */
    public static Operator xor() {
        return new Logical(Gate.XOR);
    }

    private enum Gate {
        AND,
        OR,
        XOR
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
        byte[] x = a.bytes();
        byte[] z = b.bytes();
        byte[] y = call.output(0, ElementType.BOOL, shared.shape()).bytes();
        int as = shared.step(0);
        int bs = shared.step(1);
        shared.forEach(
                call.workers(),
                (at, o, n) -> {
                    for (int i = 0; i < n; i++) {
                        boolean p = x[at[0] + i * as] != 0;
                        boolean q = z[at[1] + i * bs] != 0;
                        boolean r =
                                switch (gate) {
                                    case AND -> p && q;
                                    case OR -> p || q;
                                    case XOR -> p ^ q;
                                };
                        y[o + i] = (byte) (r ? 1 : 0);
                    }
                });
    }
}
