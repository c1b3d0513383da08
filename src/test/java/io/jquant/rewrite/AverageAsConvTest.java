package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.Model;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An AveragePool between integer operators as a depthwise Conv. */
class AverageAsConvTest {
    private static String between(String pool) {
        return "x:float[1,4,8,8] -> c = Conv(x, w:float[4,4,1,1]); "
                + pool
                + " y = Conv(p, v:float[3,4,1,1]) -> y";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p = AveragePool(c){kernel_shape=[2,2], strides=[2,2]};",
                "p = AveragePool(c){kernel_shape=[3,3], pads=[1,1,1,1], count_include_pad=1};",
                "p = AveragePool(c){kernel_shape=[3,2], strides=[1,3], auto_pad=\"VALID\"};",
                "p = AveragePool(c){kernel_shape=[2,2], strides=[2,2], ceil_mode=1};",
                "a = AveragePool(c){kernel_shape=[2,2], strides=[2,2]}; p = Relu(a);"
            })
    void everyWindowDividesByItsFullSize(String pool) {
        Model m = Rewritten.same(between(pool));
        List<String> operators = Rewritten.operators(m);
        assertFalse(operators.contains("AveragePool"), pool);
        assertEquals(3, operators.stream().filter("Conv"::equals).count());
        assertEquals(4, m.graph().nodes().get(1).attributes().getInt("group", 0));
    }

    @Test
    void windowOfTheWholePlaneIsGlobal() {
        assertEquals(
                List.of("Conv", "GlobalAveragePool", "Conv"),
                Rewritten.operators(
                        Rewritten.same(between("p = AveragePool(c){kernel_shape=[8,8]};"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p = AveragePool(c){kernel_shape=[3,3], pads=[1,1,1,1]};",
                "p = AveragePool(c){kernel_shape=[3,3], strides=[2,2], auto_pad=\"SAME_UPPER\"};",
                "p = AveragePool(c){kernel_shape=[3,3], strides=[2,2], ceil_mode=1};"
            })
    void whatCannotBeWrittenSoStaysFloat(String pool) {
        Plans p = Plans.of(Rewritten.OPTIONS, Rewritten.of(between(pool)));
        assertTrue(Rewritten.operators(p.model).contains("AveragePool"));
        assertSame(Reason.NO_KERNEL, p.plan().node("p").reason());
        QdqEmitter.emit(p.model, p.plan());
        // a Sum of one operand stands between the pool and the Q that the runtime would fuse
        assertEquals("Sum", p.model.graph().find("p").soleReader().opType());
    }

    @Test
    void poolInFrontOfFloatOperatorsStays() {
        assertEquals(
                List.of("Conv", "AveragePool", "Erf"),
                Rewritten.operators(
                        Rewritten.of(
                                "x:float[1,4,8,8] -> c = Conv(x, w:float[4,4,1,1]); "
                                        + "p = AveragePool(c){kernel_shape=[2,2]}; y = Erf(p) -> y")));
    }
}
