package io.jquant.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.graph.MacCount;
import io.jquant.graph.Model;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizedModelTest {
    private static Model open() {
        Model m =
                GraphText.parse(
                        "x:float[?,3,?,?], k:bool[] -> "
                                + "y = If(k){then_branch=graph(-> t = Conv(x, w:float[4,3,3,3]) -> t), "
                                + "else_branch=graph(-> e = Conv(x, v:float[4,3,1,1]) -> e)} -> y");
        TypeInference.infer(m);
        return m;
    }

    @Test
    void sizesOfInputsReachAllValuesOfACopy() {
        Model m = open();
        assertTrue(MacCount.isOpen(m.graph()));
        assertEquals(4 * 3 * 9 + 4 * 3, MacCount.of(m.graph()), "open sizes count as 1");
        Model sized = SizedModel.of(m, Map.of("x", Shape.of(2, 3, 8, 6)));
        assertFalse(MacCount.isOpen(sized.graph()));
        assertEquals(SymbolicShape.of(Shape.of(2, 4, 6, 4)), sized.find("t").tensorType().shape());
        assertEquals(2 * (6 * 4 * 4 * 3 * 9 + 8 * 6 * 4 * 3), MacCount.of(sized.graph()));
        assertTrue(MacCount.isOpen(m.graph()), "the model itself stays open");
    }

    @Test
    void whatDoesNotFitStaysOpen() {
        Model m =
                GraphText.parse(
                        "x:float[?,?], k:bool[] -> "
                                + "y = If(k){then_branch=graph(-> t = Reshape(x, s:int64[2]{0,6}) -> t), "
                                + "else_branch=graph(-> e = Identity(x) -> e)} -> y");
        TypeInference.infer(m);
        Model sized = SizedModel.of(m, Map.of("x", Shape.of(1, 5)));
        assertEquals(SymbolicShape.of(Shape.of(1, 5)), sized.find("e").tensorType().shape());
    }
}
