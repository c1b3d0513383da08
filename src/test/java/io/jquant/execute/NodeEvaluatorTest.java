package io.jquant.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jquant.graph.GraphText;
import io.jquant.graph.Node;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeEvaluatorTest {
    /** An operator with a fault: it computes nothing. */
    private static final class Lazy implements Operator {
        @Override
        public void infer(Inference node) {}

        @Override
        public void run(Invocation call) {}
    }

    @Test
    void operatorsThatLeaveAnOutputUnsetAreAFaultOfTheProgram() {
        Node n = GraphText.parse("x:float[1] -> y = Neg(x) -> y").graph().nodes().get(0);
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () -> NodeEvaluator.run(new Lazy(), n, 17, List.of(Tensor.scalar(1f)), 10));
        assertEquals(Problem.INTERNAL, e.problem());
    }
}
