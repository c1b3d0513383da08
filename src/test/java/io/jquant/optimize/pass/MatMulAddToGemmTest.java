package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Test;

class MatMulAddToGemmTest {
    @Test
    void aRowIsTheBias() {
        rewrites(
                new MatMulAddToGemm(),
                "x:float[N,3] -> p = MatMul(x, w:float[3,4]); y = Add(p, b:float[4]) -> y",
                "x:float[N,3] -> y = Gemm(x, w:float[3,4], b:float[4]) -> y");
        rewrites(
                new MatMulAddToGemm(),
                "x:float[2,3] -> p = MatMul(x, w:float[3,4]); y = Add(b:float[1,4], p) -> y",
                "x:float[2,3] -> y = Gemm(x, w:float[3,4], b:float[1,4]) -> y");
    }

    @Test
    void otherRanksAndOtherSumsStay() {
        MatMulAddToGemm pass = new MatMulAddToGemm();
        doesNotFire(
                pass, "x:float[2,5,3] -> p = MatMul(x, w:float[3,4]); y = Add(p, b:float[4]) -> y");
        doesNotFire(
                pass, "x:float[2,3] -> p = MatMul(x, w:float[3,4]); y = Add(p, b:float[2,1]) -> y");
        doesNotFire(
                pass, "x:float[2,3] -> p = MatMul(x, w:float[3,1]); y = Add(p, b:float[4]) -> y");
        doesNotFire(
                pass,
                "x:float[2,3], b:float[4] -> p = MatMul(x, w:float[3,4]); y = Add(p, b) -> y");
        doesNotFire(
                pass,
                "x:float[2,3] -> p = MatMul(x, w:float[3,4]); y = Add(p, b:float[4]) -> y, p");
    }
}
