package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.grid.Range;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlausibilityTest {
    private static final String NET =
            """
            x:float[1,3,8,8] ->
              c = Conv(x, w:float[4,3,3,3]{0.1});
              n = BatchNormalization(c, g:float[4]{1}, b:float[4]{0.5}, m:float[4]{0}, v:float[4]{1});
              r = Relu(n)
            -> r:float[1,4,6,6]
            """;

    private static List<String> oddities(float low, float high) {
        Range seen = new Range(low, high);
        TensorRange range = new TensorRange(seen, seen, 3, 0, null);
        return new Plausibility(GraphText.parse(NET))
                .oddities(new RangeTable("asymmetric-mse", Map.of("n", range)));
    }

    @Test
    void pixelsInPlaceOfNormalizedValuesAreWarnedOf() {
        assertTrue(oddities(-10, 441).get(0).contains("tensor 'n' reaches 441"));
        assertEquals(List.of(), oddities(-3, 5));
    }

    @Test
    void samplesWithoutVarianceAreOdd() {
        assertTrue(Plausibility.oddness(new Range(0.5f, 0.5f), 1).contains("varies"));
        assertNull(Plausibility.oddness(new Range(-3, 5), 1));
    }
}
