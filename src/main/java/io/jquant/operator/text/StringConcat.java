package io.jquant.operator.text;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Broadcast;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** StringConcat: joins strings element by element. */
public final class StringConcat implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(
                0,
                ElementType.STRING,
                Broadcast.shape(Arrays.asList(node.shape(0), node.shape(1))));
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor b = call.input(1);
        Broadcast shared = Broadcast.of(a.shape(), b.shape());
        Tensor out = call.output(0, ElementType.STRING, shared.shape());
        int as = shared.step(0);
        int bs = shared.step(1);
        shared.forEach(
                Workers.SERIAL,
                (at, o, n) -> {
                    for (int i = 0; i < n; i++) {
                        out.strings()[o + i] =
                                a.strings()[at[0] + i * as] + b.strings()[at[1] + i * bs];
                    }
                });
    }
}
