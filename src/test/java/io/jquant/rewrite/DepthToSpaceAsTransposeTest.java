package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.Model;
import io.jquant.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A DepthToSpace behind a convolution as a Transpose of channels-last data. */
class DepthToSpaceAsTransposeTest {
    private static final List<String> MOVES =
            List.of("Transpose", "Reshape", "Transpose", "Reshape", "Transpose");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:float[2,3,4,5] -> c = Conv(x, w:float[12,3,1,1], b:float[12]);"
                        + " y = DepthToSpace(c){blocksize=2, mode=\"CRD\"} -> y",
                "x:float[2,3,4,5] -> c = Conv(x, w:float[12,3,3,3]);"
                        + " y = DepthToSpace(c){blocksize=2} -> y",
                "x:float[N,3,4,5] -> c = Conv(x, w:float[18,3,1,1], b:float[18]);"
                        + " y = DepthToSpace(c){blocksize=3, mode=\"CRD\"} -> y",
                "x:float[1,3,4,5] -> c = Conv(x, w:float[4,3,1,1]);"
                        + " y = DepthToSpace(c){blocksize=2, mode=\"CRD\"} -> y",
                "x:float[1,3,4,5] -> c = Conv(x, w:float[12,1,1,1]){group=3};"
                        + " y = DepthToSpace(c){blocksize=2} -> y",
            })
    void everyForm(String text) {
        List<String> operators = Rewritten.operators(Rewritten.same(text));
        assertEquals("Conv", operators.get(0), text);
        assertEquals(MOVES, operators.subList(1, operators.size()), text);
    }

    @Test
    void aClampMayStandBetween() {
        Model m =
                Rewritten.same(
                        "x:float[1,3,4,5] -> c = Conv(x, w:float[8,3,1,1], b:float[8]); r = Relu(c);"
                                + " d = DepthToSpace(r){blocksize=2, mode=\"CRD\"};"
                                + " y = Conv(d, v:float[3,2,3,3]) -> y");
        assertTrue(Rewritten.operators(m).containsAll(MOVES));
        for (String name : List.of("w", "b", "c", "r")) {
            assertNull(m.graph().find(name), "another order has another name");
        }
    }

    @Test
    void weightsThatOthersReadStay() {
        Model m =
                Rewritten.same(
                        "x:float[1,3,4,5] -> c = Conv(x, w:float[12,3,1,1]);"
                                + " d = DepthToSpace(c){blocksize=2, mode=\"CRD\"};"
                                + " e = Conv(d, w); y = Relu(e) -> y");
        Value w = m.graph().find("w");
        assertSame(
                w, m.graph().nodes().stream().filter(n -> n.is("Conv")).toList().get(1).input(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:float[1,12,4,5] -> y = DepthToSpace(x){blocksize=2} -> y",
                "x:float[1,3,H,W] -> c = Conv(x, w:float[12,3,1,1]); y = DepthToSpace(c){blocksize=2} -> y",
                "x:float[1,3,4,5] -> c = Conv(x, w:float[12,1,1,1]){group=3};"
                        + " y = DepthToSpace(c){blocksize=2, mode=\"CRD\"} -> y",
                "x:float[1,3,4,5] -> c = Conv(x, w:float[12,3,1,1]);"
                        + " y = DepthToSpace(c){blocksize=2, mode=\"CRD\"} -> y, c",
            })
    void othersStay(String text) {
        assertTrue(Rewritten.operators(Rewritten.same(text)).contains("DepthToSpace"), text);
    }

    @Test
    void keptFloatItStays() {
        Model m =
                Rewritten.of(
                        "x:float[1,3,4,5] -> c = Conv(x, w:float[12,3,1,1]);"
                                + " y = DepthToSpace(c){blocksize=2} -> y",
                        Rewritten.OPTIONS.withKeepFloat(List.of("n_c")));
        assertTrue(Rewritten.operators(m).contains("DepthToSpace"));
    }
}
