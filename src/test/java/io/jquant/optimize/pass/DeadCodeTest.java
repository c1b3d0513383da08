package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jquant.graph.Model;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.PassTest;
import org.junit.jupiter.api.Test;

class DeadCodeTest {
    @Test
    void chainsThatEndNowhereGo() {
        rewrites(
                new DeadCode(),
                "x:float[2] -> y = Relu(x); a = Exp(x); b = Neg(a) -> y",
                "x:float[2] -> y = Relu(x) -> y");
    }

    @Test
    void initializersNobodyReadsGo() {
        Model m =
                PassTest.apply(
                        new DeadCode(),
                        OptimizeOptions.standard(),
                        "x:float[2] -> y = Relu(x); b = Add(x, w:float[2]) -> y");
        assertNull(m.graph().find("w"));
    }

    @Test
    void whatOnlyADeadBodyReadsGoesWithIt() {
        rewrites(
                new DeadCode(),
                """
                c:bool[], x:float[2] -> a = Exp(x); y = Relu(x);
                  z = If(c){then_branch=graph(-> t = Neg(a) -> t),
                            else_branch=graph(-> e = Abs(a) -> e)}
                -> y
                """,
                "c:bool[], x:float[2] -> y = Relu(x) -> y");
    }

    @Test
    void optionalOutputsNobodyReadsGo() {
        rewrites(
                new DeadCode(),
                "x:float[1,1,4,4] -> y, i = MaxPool(x){kernel_shape=[2,2]} -> y",
                "x:float[1,1,4,4] -> y = MaxPool(x){kernel_shape=[2,2]} -> y");
    }

    @Test
    void neededNodesAndUnreadInputsStay() {
        doesNotFire(new DeadCode(), "x:float[2], unused:float[2] -> y, z = Split(x){axis=0} -> y");
    }
}
