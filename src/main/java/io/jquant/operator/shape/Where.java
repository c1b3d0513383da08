package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Broadcast;
import io.jquant.operator.common.Storages;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Where: takes each element from one of two tensors, as a condition says. */
public final class Where implements Operator {
    @Override
    public void infer(Inference node) {
        ElementType type = node.elementType(1);
        node.output(
                0,
                type == null ? node.elementType(2) : type,
                Broadcast.shape(Arrays.asList(node.shape(0), node.shape(1), node.shape(2))));
    }

    @Override
    public void run(Invocation call) {
        Tensor condition = call.input(0);
        Tensor yes = call.input(1);
        Tensor no = call.input(2);
        Broadcast b = Broadcast.of(condition.shape(), yes.shape(), no.shape());
        Tensor out = call.output(0, yes.type(), b.shape());
        byte[] c = condition.bytes();
        int entries = yes.type().entriesPerElement();
        int cStep = b.step(0);
        int yStep = b.step(1);
        int nStep = b.step(2);
        if (entries == 1 && out.storage() instanceof float[] to) {
            float[] y = yes.floats();
            float[] n = no.floats();
            b.forEach(
                    call.workers(),
                    (at, o, count) -> {
                        int ci = at[0];
                        int yi = at[1];
                        int ni = at[2];
                        for (int i = 0; i < count; i++) {
                            to[o + i] =
                                    c[ci + i * cStep] != 0 ? y[yi + i * yStep] : n[ni + i * nStep];
                        }
                    });
            return;
        }
        b.forEach(
                call.workers(),
                (at, o, count) -> {
                    int i = 0;
                    while (i < count) {
                        boolean first = c[at[0] + i * cStep] != 0;
                        int end = i + 1;
                        while (end < count && first == (c[at[0] + end * cStep] != 0)) {
                            end++;
                        }
                        Tensor from = first ? yes : no;
                        int step = first ? yStep : nStep;
                        int f = (first ? at[1] : at[2]) + i * step;
                        for (int e = 0; e < entries; e++) {
                            Storages.copy(
                                    from.storage(),
                                    f * entries + e,
                                    step * entries,
                                    out.storage(),
                                    (o + i) * entries + e,
                                    entries,
                                    end - i);
                        }
                        i = end;
                    }
                });
    }
}
