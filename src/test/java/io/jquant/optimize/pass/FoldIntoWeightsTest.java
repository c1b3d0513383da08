package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldIntoWeightsTest {
    private static final String BN =
            "BatchNormalization(c, s:float[4], o:float[4], m:float[4], v:float[4])";

    private static void folds(String before, String after) {
        rewrites(new FoldIntoWeights(), before, after);
    }

    private static void stays(String graph) {
        doesNotFire(new FoldIntoWeights(), graph);
    }

    @Test
    void batchNormalizationGoesIntoConv() {
        folds(
                "x:float[1,3,6,6] -> c = Conv(x, w:float[4,3,3,3], b:float[4]){pads=[1,1,1,1]}; y = "
                        + BN
                        + "{epsilon=0.001} -> y",
                "x:float[1,3,6,6] -> y = Conv(x, w:float[4,3,3,3], b:float[4]){pads=[1,1,1,1]} -> y");
    }

    @Test
    void aMissingBiasIsAdded() {
        folds(
                "x:float[1,3,6] -> c = Conv(x, w:float[4,3,3]); y = " + BN + " -> y",
                "x:float[1,3,6] -> y = Conv(x, w:float[4,3,3], b:float[4]) -> y");
    }

    @Test
    void groupsKeepTheirChannelsApart() {
        folds(
                "x:float[1,4,6,6] -> c = Conv(x, w:float[4,1,3,3]){group=4}; y = " + BN + " -> y",
                "x:float[1,4,6,6] -> y = Conv(x, w:float[4,1,3,3], b:float[4]){group=4} -> y");
        folds(
                "x:float[1,6,5,5] -> c = ConvTranspose(x, w:float[6,2,2,2]){group=2}; y = "
                        + BN
                        + " -> y",
                "x:float[1,6,5,5] -> y = ConvTranspose(x, w:float[6,2,2,2], b:float[4]){group=2} -> y");
    }

    @Test
    void batchNormalizationGoesIntoConvTranspose() {
        folds(
                "x:float[1,3,4,4] -> c = ConvTranspose(x, w:float[3,4,2,2], b:float[4]); y = "
                        + BN
                        + " -> y",
                "x:float[1,3,4,4] -> y = ConvTranspose(x, w:float[3,4,2,2], b:float[4]) -> y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"w:float[3,4], b:float[4]){", "w:float[4,3], b:float[4]){transB=1, "})
    void batchNormalizationGoesIntoGemm(String gemm) {
        folds(
                "x:float[2,3] -> c = Gemm(x, " + gemm + "alpha=0.5, beta=2.0}; y = " + BN + " -> y",
                "x:float[2,3] -> y = Gemm(x, " + gemm + "alpha=0.5, beta=1.0} -> y");
    }

    @Test
    void aScalarBiasOfGemmBecomesOnePerColumn() {
        folds(
                "x:float[2,3] -> c = Gemm(x, w:float[3,4], b:float[]); y = " + BN + " -> y",
                "x:float[2,3] -> y = Gemm(x, w:float[3,4], b:float[4]){beta=1.0} -> y");
    }

    @Test
    void batchNormalizationBehindMatMulLeavesAnAdd() {
        folds(
                "x:float[2,3] -> c = MatMul(x, w:float[3,4]); y = " + BN + " -> y",
                "x:float[2,3] -> c = MatMul(x, w:float[3,4]); y = Add(c, b:float[4]) -> y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mul(c, k:float[4,1,1])",
                "Mul(k:float[1,4,1,1], c)",
                "Mul(c, k:float[])",
                "Div(c, k:float[4,1,1])",
                "Add(c, k:float[1,4,1,1])",
                "Add(k:float[1], c)",
                "Sub(c, k:float[4,1,1])",
                "Sub(k:float[4,1,1], c)",
                "Neg(c)"
            })
    void arithmeticPerChannelGoesIntoConv(String node) {
        folds(
                "x:float[1,3,6,6] -> c = Conv(x, w:float[4,3,3,3], b:float[4]); y = "
                        + node
                        + " -> y",
                "x:float[1,3,6,6] -> y = Conv(x, w:float[4,3,3,3], b:float[4]) -> y");
    }

    @Test
    void arithmeticPerColumnGoesIntoMatMul() {
        folds(
                "x:float[2,5,3] -> c = MatMul(x, w:float[3,4]); y = Mul(c, k:float[4]) -> y",
                "x:float[2,5,3] -> y = MatMul(x, w:float[3,4]) -> y");
        stays("x:float[2,5,3] -> c = MatMul(x, w:float[3,4]); y = Add(c, k:float[4]) -> y");
        stays("x:float[2,5,3] -> c = MatMul(x, w:float[3,4]); y = Mul(c, k:float[5,1]) -> y");
    }

    @Test
    void sharedWeightsAreCopied() {
        folds(
                """
                x:float[1,4,6] -> c = Conv(x, w:float[4,4,1]); y = %s; z = Conv(x, w) -> y, z
                """
                        .formatted(BN),
                """
                x:float[1,4,6] -> y = Conv(x, w2:float[4,4,1], b:float[4]);
                  z = Conv(x, w:float[4,4,1]) -> y, z
                """);
    }

    @Test
    void chainsGoInOneRun() {
        folds(
                """
                x:float[1,3,6,6] -> c = Conv(x, w:float[4,3,3,3]); d = Mul(c, k:float[4,1,1]);
                  e = Add(d, l:float[4,1,1]); y = Mul(e, g:float[]) -> y
                """,
                "x:float[1,3,6,6] -> y = Conv(x, w:float[4,3,3,3], b:float[4]) -> y");
    }

    @Test
    void valuesThatOthersReadStay() {
        stays("x:float[1,3,6] -> c = Conv(x, w:float[4,3,3]); y = " + BN + "; z = Neg(c) -> y, z");
        stays("x:float[1,3,6] -> c = Conv(x, w:float[4,3,3]); y = " + BN + " -> y, c");
    }

    @Test
    void whatIsNoConstantPerChannelStays() {
        stays("x:float[1,3,6,6] -> c = Conv(x, w:float[4,3,1,1]); y = Mul(c, k:float[6,6]) -> y");
        stays(
                "x:float[1,3,6,6] -> c = Conv(x, w:float[4,3,1,1]); y = Add(c, k:float[2,1,1,1]) -> y");
        stays("x:float[1,3,6,6] -> c = Conv(x, w:float[1,3,1,1]); y = Mul(c, k:float[4,1,1]) -> y");
        stays(
                "x:float[1,3,6,6], k:float[4,1,1] -> c = Conv(x, w:float[4,3,1,1]); y = Mul(c, k) -> y");
        stays(
                "x:float[1,3,6,6], w:float[4,3,1,1] -> c = Conv(x, w); y = Mul(c, k:float[4,1,1]) -> y");
        stays("x:float[1,3,6] -> c = Conv(x, w:float[4,3,1]); y = Div(k:float[4,1], c) -> y");
    }

    @Test
    void batchNormalizationThatTrainsStays() {
        stays(
                "x:float[1,3,6] -> c = Conv(x, w:float[4,3,3]); y, a, b = "
                        + BN
                        + "{training_mode=1} -> y");
    }

    @Test
    void scalesThatAreNotFiniteStay() {
        stays("x:float[1,3,6] -> c = Conv(x, w:float[4,3,3]); y = Div(c, k:float[]{0}) -> y");
        stays(
                "x:float[1,3,6] -> c = Conv(x, w:float[4,3,3]{1e30}); y = Mul(c, k:float[]{1e30}) -> y");
    }
}
