package io.jquant.recover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jquant.calibrate.Activation;
import io.jquant.calibrate.Statistics;
import io.jquant.graph.GraphText;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationsTest {
    private static Activation behind(String nodes) {
        return Activations.behind(
                GraphText.parse("x:float[1,4] -> " + nodes + " -> y:float[1,4]").graph().find("x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y = Sigmoid(x) | sigmoid | 0.8807970779778823",
                "s = Sigmoid(x); y = Mul(x, s) | silu | 1.7615941559557646",
                "s = Sigmoid(x); y = Mul(s, x) | silu | 1.7615941559557646",
                "y = HardSigmoid(x) | hard-sigmoid | 0.9",
                "s = HardSigmoid(x){alpha=0.25}; y = Mul(x, s) | hard-swish | 2",
                "y = HardSwish(x) | hard-swish | 1.6666666666666667",
                "y = Softmax(x) | softmax | 0.2741"
            })
    void isRecognised(String nodes, String name, double ofTwo) {
        Activation a = behind(nodes);
        assertEquals(name, a.name());
        DoubleUnaryOperator f = a.within().function(Statistics.of(new float[] {-1, 3}, 12));
        assertEquals(ofTwo, f.applyAsDouble(2), 1e-2);
    }

    @Test
    void othersAreNot() {
        assertNull(behind("y = Relu(x)"));
        assertNull(behind("y = Mul(x, x)"));
    }
}
