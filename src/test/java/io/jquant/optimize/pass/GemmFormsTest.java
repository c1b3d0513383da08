package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.optimizes;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Products of matrices. */
class GemmFormsTest {
    @Test
    void aMatrixOrAColumnIsAddedByGemm() {
        rewrites(
                new MatMulAddMatrixToGemm(),
                "x:float[2,3] -> p = MatMul(x, w:float[3,4]); y = Add(p, c:float[2,4]) -> y",
                "x:float[2,3] -> y = Gemm(x, w:float[3,4], c:float[2,4]) -> y");
        rewrites(
                new MatMulAddMatrixToGemm(),
                "x:float[2,3] -> p = MatMul(x, w:float[3,4]); y = Add(c:float[2,1], p) -> y",
                "x:float[2,3] -> y = Gemm(x, w:float[3,4], c:float[2,1]) -> y");
        doesNotFire(
                new MatMulAddMatrixToGemm(),
                "x:float[2,3] -> p = MatMul(x, w:float[3,4]); y = Add(p, c:float[5,2,4]) -> y");
        doesNotFire(
                new MatMulAddMatrixToGemm(),
                "x:float[N,3] -> p = MatMul(x, w:float[3,4]); y = Add(p, c:float[2,4]) -> y");
    }

    @Nested
    class Batched {
        @Test
        void productsOfOneTensorShareItsReshape() {
            optimizes(
                    """
                    x:float[2,3,4] ->
                      p = MatMul(x, w:float[4,6]); q = Add(p, b:float[6]); y = Reshape(q, s:int64[4]{2,3,2,3});
                      u = MatMul(x, v:float[4,6]); t = Add(u, c:float[6]); z = Reshape(t, r:int64[4]{2,3,2,3}) -> y, z
                    """,
                    """
                    x:float[2,3,4] -> a = Reshape(x, f:int64[2]{-1,4});
                      p = Gemm(a, w:float[4,6], b:float[6]); y = Reshape(p, s:int64[4]{2,3,2,3});
                      u = Gemm(a, v:float[4,6], c:float[6]); z = Reshape(u, s2:int64[4]{2,3,2,3}) -> y, z
                    """);
        }

        @Test
        void reshapesThatAreThereAreJoined() {
            rewrites(
                    new BatchedMatMulToGemm(),
                    """
                    x:float[2,12] -> a = Reshape(x, s:int64[3]{2,3,4}); p = MatMul(a, w:float[4,6]);
                      q = Add(p, b:float[6]); y = Reshape(q, t:int64[4]{2,3,2,3}) -> y
                    """,
                    """
                    x:float[2,12] -> a = Reshape(x, s:int64[3]{2,3,4}); f = Reshape(a, r:int64[2]{-1,4});
                      p = Gemm(f, w:float[4,6], b:float[6]); q = Reshape(p, u:int64[3]{2,3,6});
                      y = Reshape(q, t:int64[4]{2,3,2,3}) -> y
                    """);
        }

        @Test
        void oneAloneStays() {
            doesNotFire(
                    new BatchedMatMulToGemm(),
                    """
                    x:float[2,3,4] -> p = MatMul(x, w:float[4,6]); q = Add(p, b:float[6]);
                      y = Reshape(q, s:int64[4]{2,3,2,3}) -> y
                    """);
            doesNotFire(
                    new BatchedMatMulToGemm(),
                    """
                    x:float[2,12] -> a = Reshape(x, s:int64[3]{2,3,4}); p = MatMul(a, w:float[4,6]);
                      q = Add(p, b:float[6]); y = Relu(q) -> y
                    """);
        }
    }

    @Test
    void aTableIsMultipliedOnce() {
        rewrites(
                new GatherMatMul(),
                "i:int64[2,3] -> g = Gather(t:float[4,6], i); y = MatMul(g, w:float[6,5]) -> y",
                "i:int64[2,3] -> y = Gather(p:float[4,5], i){axis=0} -> y");
        doesNotFire(
                new GatherMatMul(),
                "i:int64[2,3] -> g = Gather(t:float[4,6], i); y = MatMul(g, w:float[6,7]) -> y");
        doesNotFire(
                new GatherMatMul(),
                "i:int64[2] -> g = Gather(t:float[4,6], i){axis=1}; y = MatMul(g, w:float[2,1]) -> y");
        doesNotFire(
                new GatherMatMul(),
                "i:int64[] -> g = Gather(t:float[4,6], i); y = MatMul(g, w:float[6,5]) -> y");
    }

    @Nested
    class Attentions {
        private static final String IN =
                "opset 23; q:float[2,3,4,8], k:float[2,3,5,8], v:float[2,3,5,8] -> ";

        @Test
        void areOneOperator() {
            rewrites(
                    new AttentionForms(),
                    IN
                            + """
                            t = Transpose(k){perm=[0,1,3,2]}; s = MatMul(q, t); d = Div(s, c:float[]{2});
                            p = Softmax(d); y = MatMul(p, v) -> y
                            """,
                    IN + "y = Attention(q, k, v){scale=0.5} -> y");
        }

        @Test
        void factorsMayStandOnBothSidesAndAMaskBehind() {
            rewrites(
                    new AttentionForms(),
                    IN
                            + """
                            t = Transpose(k){perm=[0,1,3,2]}; a = Mul(q, c:float[]{0.5}); b = Mul(t, e:float[]{0.25});
                            s = MatMul(a, b); m = Add(n:float[4,5], s); p = Softmax(m){axis=3}; y = MatMul(p, v) -> y
                            """,
                    IN + "y = Attention(q, k, v, n:float[4,5]){scale=0.125} -> y");
        }

        @Test
        void theTransposeOfTheKeyGoesWhereItWas() {
            rewrites(
                    new AttentionForms(),
                    """
                    opset 23; q:float[2,3,4,8], k:float[2,5,3,8], v:float[2,3,5,8] ->
                      t = Transpose(k){perm=[0,2,3,1]}; s = MatMul(q, t); p = Softmax(s); y = MatMul(p, v) -> y
                    """,
                    """
                    opset 23; q:float[2,3,4,8], k:float[2,5,3,8], v:float[2,3,5,8] ->
                      t = Transpose(k){perm=[0,2,1,3]}; y = Attention(q, t, v){scale=1.0} -> y
                    """);
        }

        @Test
        void othersStay() {
            String scores = "t = Transpose(k){perm=[0,1,3,2]}; s = MatMul(q, t); ";
            doesNotFire(
                    new AttentionForms(),
                    IN.replace("23", "22") + scores + "p = Softmax(s); y = MatMul(p, v) -> y");
            doesNotFire(
                    new AttentionForms(),
                    IN + scores + "p = Softmax(s){axis=2}; y = MatMul(p, v) -> y");
            doesNotFire(
                    new AttentionForms(), IN + scores + "p = Softmax(s); y = MatMul(p, v) -> y, p");
            doesNotFire(
                    new AttentionForms(),
                    "opset 23; q:float[2,1,4,8], k:float[2,3,5,8], v:float[2,3,5,8] -> "
                            + scores
                            + "p = Softmax(s); y = MatMul(p, v) -> y");
        }
    }
}
