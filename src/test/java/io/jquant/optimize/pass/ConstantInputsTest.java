package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.graph.Model;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.PassTest;
import org.junit.jupiter.api.Test;

class ConstantInputsTest {
    private static final String OLD = "ir 3; x:float[2], w:float[2]{1,2} -> y = Add(x, w) -> y";

    @Test
    void initializersAreNoInputs() {
        rewrites(
                new ConstantInputs(),
                "x:float[2], w:float[2]{1,2} -> y = Add(x, w) -> y",
                "x:float[2] -> y = Add(x, w:float[2]{1,2}) -> y");
    }

    @Test
    void theIrVersionIsRaisedToOneThatAllowsIt() {
        Model m = PassTest.apply(new ConstantInputs(), OptimizeOptions.standard(), OLD);
        assertEquals(4, m.irVersion());
    }

    @Test
    void inputsWithoutInitializerStay() {
        doesNotFire(new ConstantInputs(), "x:float[2], w:float[2] -> y = Add(x, w) -> y");
    }
}
