package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.target.Coverage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A nearest Resize between convolutions as Tiles. */
class NearestAsTileTest {
    private static String between(String batch, String attributes, String scales) {
        return "x:float["
                + batch
                + ",4,3,5] -> c = Conv(x, w:float[4,4,1,1]); r = Resize(c, _, s:float[4]{"
                + scales
                + "}){"
                + attributes
                + "}; y = Conv(r, v:float[3,4,1,1]) -> y";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode=\"nearest\", coordinate_transformation_mode=\"asymmetric\", nearest_mode=\"floor\"",
                "mode=\"nearest\", coordinate_transformation_mode=\"half_pixel\"",
                "coordinate_transformation_mode=\"half_pixel\", nearest_mode=\"round_prefer_ceil\""
            })
    void everyElementIsRepeated(String attributes) {
        Model m = Rewritten.same(between("1", attributes, "1,1,2,3"));
        assertEquals(
                List.of(
                        "Conv",
                        "Transpose",
                        "Reshape",
                        "Tile",
                        "Reshape",
                        "Tile",
                        "Reshape",
                        "Transpose",
                        "Conv"),
                Rewritten.operators(m));
    }

    @Test
    void batchMayBeOpen() {
        String floor = "coordinate_transformation_mode=\"asymmetric\", nearest_mode=\"floor\"";
        Model m = Rewritten.same(between("N", floor, "1,1,2,1"));
        assertFalse(Rewritten.operators(m).contains("Resize"));
        assertEquals(1, m.graph().nodes().stream().filter(n -> n.is("Tile")).count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode=\"linear\" | 1,1,2,2",
                "coordinate_transformation_mode=\"align_corners\" | 1,1,2,2",
                "coordinate_transformation_mode=\"asymmetric\", nearest_mode=\"ceil\" | 1,1,2,2",
                "mode=\"nearest\" | 1,1,2,2.5",
                "mode=\"nearest\" | 1,1,2,2.1",
                "mode=\"nearest\" | 1,2,2,2"
            })
    void othersStay(String attributes, String scales) {
        Model m =
                Rewritten.of(
                        between("1", attributes, scales)
                                .replace(
                                        "v:float[3,4",
                                        "v:float[3," + (scales.startsWith("1,2") ? 8 : 4)));
        assertTrue(Rewritten.operators(m).contains("Resize"), attributes);
    }

    @Test
    void withoutConvolutionInFrontItStays() {
        Model m =
                Rewritten.of(
                        "x:float[1,4,3,5] -> r = Resize(x, _, s:float[4]{1,1,2,2});"
                                + " y = Conv(r, v:float[3,4,1,1]) -> y");
        assertTrue(Rewritten.operators(m).contains("Resize"));
    }

    @Test
    void tilesMoveCodes() {
        Model m = Rewritten.of(between("1", "mode=\"nearest\"", "1,1,2,2"));
        Plans p = Plans.of(Rewritten.OPTIONS.withCoverage(Coverage.LEAN), m);
        QdqEmitter.emit(p.model, p.plan());
        for (Node n : p.model.graph()) {
            if (n.is("Tile")) {
                assertEquals("DequantizeLinear", n.input(0).producer().opType());
                assertEquals("QuantizeLinear", n.output().soleReader().opType());
            }
        }
    }
}
