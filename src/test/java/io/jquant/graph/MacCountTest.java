package io.jquant.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacCountTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "720 | x:float[1,2,5,4] -> y:float[1,2,5,4] = Conv(x, w:float[2,2,3,3]) -> y",
                "720 | x:uint8[1,2,5,4] -> y:uint8[1,2,5,4] = QLinearConv(x, a:float[]{1}, b:uint8[]{1}, w:int8[2,2,3,3], c:float[]{1}, d:int8[]{0}, e:float[]{1}, f:uint8[]{1}) -> y",
                "720 | x:uint8[1,2,5,4] -> y:int32[1,2,5,4] = ConvInteger(x, w:int8[2,2,3,3]) -> y",
                "105 | x:uint8[3,5] -> y:uint8[3,7] = QLinearMatMul(x, a:float[]{1}, b:uint8[]{1}, w:int8[5,7], c:float[]{1}, d:int8[]{0}, e:float[]{1}, f:uint8[]{1}) -> y",
                "105 | x:uint8[5,3] -> y:float[3,7] = com.microsoft.QGemm(x, a:float[]{1}, b:uint8[]{1}, w:int8[5,7], c:float[]{1}, d:int8[]{0}){transA=1} -> y",
                "0 | x:float[3,5] -> y:float[3,5] = Abs(x) -> y"
            })
    void operationsOfRealAndIntegerForms(long expected, String text) {
        assertEquals(expected, MacCount.of(GraphText.parse(text).graph()));
    }
}
