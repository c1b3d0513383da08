package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldIntoNextWeightsTest {
    private static final String BN =
            "BatchNormalization(a, s:float[3], o:float[3], m:float[3], v:float[3])";

    private static void folds(String before, String after) {
        rewrites(new FoldIntoNextWeights(), before, after);
    }

    private static void stays(String graph) {
        doesNotFire(new FoldIntoNextWeights(), graph);
    }

    @Test
    void batchNormalizationGoesIntoAnUnpaddedConv() {
        folds(
                "x:float[1,3,6,6] -> a = Relu(x); n = "
                        + BN
                        + "; y = Conv(n, w:float[4,3,3,3]) -> y",
                "x:float[1,3,6,6] -> a = Relu(x); y = Conv(a, w:float[4,3,3,3], b:float[4]) -> y");
    }

    @Test
    void groupsKeepTheirChannelsApart() {
        folds(
                "x:float[1,3,6] -> a = Relu(x); n = "
                        + BN
                        + "; y = Conv(n, w:float[6,1,3], b:float[6]){group=3} -> y",
                "x:float[1,3,6] -> a = Relu(x); y = Conv(a, w:float[6,1,3], b:float[6]){group=3} -> y");
    }

    @Test
    void batchNormalizationGoesIntoGemm() {
        folds(
                "x:float[2,3] -> a = Relu(x); n = "
                        + BN
                        + "; y = Gemm(n, w:float[3,4], b:float[4]){alpha=0.5, beta=2.0} -> y",
                "x:float[2,3] -> a = Relu(x); y = Gemm(a, w:float[3,4], b:float[4]){alpha=0.5, beta=1.0} -> y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mul(a, k:float[3,1,1])", "Div(a, k:float[])", "Neg(a)"})
    void scalesGoThroughPadding(String node) {
        folds(
                "x:float[1,3,6,6] -> a = Relu(x); n = "
                        + node
                        + "; y = Conv(n, w:float[4,3,3,3]){pads=[1,1,1,1]} -> y",
                "x:float[1,3,6,6] -> a = Relu(x); y = Conv(a, w:float[4,3,3,3]){pads=[1,1,1,1]} -> y");
    }

    @Test
    void scalesGoIntoMatMul() {
        folds(
                "x:float[2,5,3] -> a = Relu(x); n = Mul(a, k:float[3]); y = MatMul(n, w:float[3,4]) -> y",
                "x:float[2,5,3] -> a = Relu(x); y = MatMul(a, w:float[3,4]) -> y");
        stays(
                "x:float[2,5,3] -> a = Relu(x); n = Add(a, k:float[3]); y = MatMul(n, w:float[3,4]) -> y");
    }

    @Test
    void shiftsDoNotGoThroughPadding() {
        stays(
                "x:float[1,3,6,6] -> a = Relu(x); n = "
                        + BN
                        + "; y = Conv(n, w:float[4,3,3,3]){pads=[1,1,1,1]} -> y");
        stays(
                "x:float[1,3,6,6] -> a = Relu(x); n = Add(a, k:float[3,1,1]); "
                        + "y = Conv(n, w:float[4,3,3,3]){auto_pad=\"SAME_UPPER\"} -> y");
    }

    @Test
    void arithmeticOnAGraphInputStays() {
        stays("x:float[1,3,6,6] -> n = Mul(x, k:float[]); y = Conv(n, w:float[4,3,3,3]) -> y");
    }

    @Test
    void constantsThatWidenTheTensorStay() {
        stays(
                "x:float[1,1,6,6] -> a = Relu(x); n = Mul(a, k:float[3,1,1]); y = Conv(n, w:float[4,3,3,3]) -> y");
    }

    @Test
    void valuesThatOthersReadStay() {
        stays(
                "x:float[1,3,6,6] -> a = Relu(x); n = "
                        + BN
                        + "; y = Conv(n, w:float[4,3,3,3]); z = Neg(n) -> y, z");
    }

    @Test
    void aTransposedConvolutionTakesAScaleAndNoShift() {
        rewrites(
                new FoldIntoNextWeights(),
                "x:float[N,4,5,5] -> a = Abs(x); m = Mul(a, s:float[4,1,1]); "
                        + "y = ConvTranspose(m, w:float[4,3,2,2]){group=2, strides=[2,2]} -> y",
                "x:float[N,4,5,5] -> a = Abs(x); "
                        + "y = ConvTranspose(a, w:float[4,3,2,2]){group=2, strides=[2,2]} -> y");
        doesNotFire(
                new FoldIntoNextWeights(),
                "x:float[N,4,5,5] -> a = Abs(x); m = Add(a, s:float[4,1,1]); "
                        + "y = ConvTranspose(m, w:float[4,3,2,2]) -> y");
    }
}
