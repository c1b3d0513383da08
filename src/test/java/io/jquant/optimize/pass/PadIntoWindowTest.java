package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Test;

class PadIntoWindowTest {
    private static final String PAD = "x:float[1,2,6,6] -> p = Pad(x, a:int64[8]{0,0,1,0,0,0,1,2}";

    private static void folds(String before, String after) {
        rewrites(new PadIntoWindow(), before, after);
    }

    private static void stays(String graph) {
        doesNotFire(new PadIntoWindow(), graph);
    }

    @Test
    void zerosGoIntoConv() {
        folds(
                PAD + "); y = Conv(p, w:float[2,2,3,3]) -> y",
                "x:float[1,2,6,6] -> y = Conv(x, w:float[2,2,3,3]){pads=[1,0,1,2]} -> y");
        folds(
                PAD + ", z:float[]{0}); y = Conv(p, w:float[2,2,3,3]){pads=[1,1,1,1]} -> y",
                "x:float[1,2,6,6] -> y = Conv(x, w:float[2,2,3,3]){pads=[2,1,2,3]} -> y");
        folds(
                PAD + "); y = Conv(p, w:float[2,2,3,3]){auto_pad=\"VALID\"} -> y",
                "x:float[1,2,6,6] -> y = Conv(x, w:float[2,2,3,3]){pads=[1,0,1,2]} -> y");
    }

    @Test
    void zerosGoIntoAveragePoolThatThenCountsThem() {
        folds(
                PAD + "); y = AveragePool(p){kernel_shape=[3,3]} -> y",
                "x:float[1,2,6,6] -> y = AveragePool(x){kernel_shape=[3,3], pads=[1,0,1,2], count_include_pad=1} -> y");
        stays(PAD + "); y = AveragePool(p){kernel_shape=[3,3], pads=[1,1,1,1]} -> y");
        stays(PAD + "); y = AveragePool(p){kernel_shape=[2,2]} -> y");
    }

    @Test
    void theLowestNumberGoesIntoMaxPool() {
        folds(
                PAD + ", l:float[]{-Infinity}); y = MaxPool(p){kernel_shape=[3,3]} -> y",
                "x:float[1,2,6,6] -> y = MaxPool(x){kernel_shape=[3,3], pads=[1,0,1,2]} -> y");
        stays(PAD + "); y = MaxPool(p){kernel_shape=[3,3]} -> y");
    }

    @Test
    void otherPaddingStays() {
        stays(PAD + ", v:float[]{1}); y = Conv(p, w:float[2,2,3,3]) -> y");
        stays(PAD + "){mode=\"reflect\"}; y = Conv(p, w:float[2,2,3,3]) -> y");
        stays(PAD + "); y = Conv(p, w:float[2,2,3,3]){auto_pad=\"SAME_UPPER\"} -> y");
        stays(PAD + "); y = Conv(p, w:float[2,2,3,3]) -> y, p");
        stays(
                "x:float[1,2,6,6] -> p = Pad(x, a:int64[8]{0,1,0,0,0,0,0,0}); y = Conv(p, w:float[2,3,3,3]) -> y");
        stays(
                "x:float[1,2,6,6] -> p = Pad(x, a:int64[8]{0,0,-1,0,0,0,0,0}); y = Conv(p, w:float[2,2,3,3]) -> y");
    }
}
