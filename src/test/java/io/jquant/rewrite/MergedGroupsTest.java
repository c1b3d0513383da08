package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.graph.Model;
import io.jquant.graph.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions of many narrow groups as fewer and wider ones. */
class MergedGroupsTest {
    @ParameterizedTest
    @CsvSource({
        "32,32,8,1",
        "128,128,32,4",
        "64,64,2,2",
        "8,16,8,1",
        "12,12,6,1",
        "256,256,2,2",
        "24,24,24,24",
        "6,6,1,1"
    })
    void asManyGroupsAsCostLeast(int in, int out, int groups, int expected) {
        Model m =
                Rewritten.same(
                        String.format(
                                "x:float[1,%1$d,3,3] -> y = Conv(x, w:float[%2$d,%3$d,3,3], b:float[%2$d]){group=%4$d, pads=[1,1,1,1]} -> y",
                                in, out, in / groups, groups));
        Node conv = m.graph().nodes().get(0);
        assertEquals(expected, conv.attributes().getInt("group", 1));
        assertEquals(in / expected, conv.input(1).constant().dim(1));
    }
}
