package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Test;

class ConstantFoldingTest {
    @Test
    void chainsOfConstantsAreComputed() {
        rewrites(
                new ConstantFolding(),
                "x:int64[2] -> a = Add(p:int64[2]{1,2}, q:int64[2]{3}); b = Mul(a, a); y = Add(x, b) -> y",
                "x:int64[2] -> y = Add(x, b:int64[2]{16,25}) -> y");
    }

    @Test
    void knownSizesAreConstants() {
        rewrites(
                new ConstantFolding(),
                """
                x:float[2,3,4] -> s = Shape(x); b = Gather(s, i:int64[]{0});
                  u = Unsqueeze(b, ax:int64[1]{0}); t = Concat(u, r:int64[1]{-1}){axis=0};
                  y = Reshape(x, t) -> y
                """,
                "x:float[2,3,4] -> y = Reshape(x, t:int64[2]{2,-1}) -> y");
    }

    @Test
    void oneKnownSizeOfAnOpenShapeIsConstant() {
        rewrites(
                new ConstantFolding(),
                "x:float[N,3] -> s = Shape(x); y = Gather(s, i:int64[1]{1}) -> y",
                "x:float[N,3] -> -> y:int64[1]{3}");
    }

    @Test
    void whatOnlyConstantsReadMayBeLarge() {
        rewrites(
                new ConstantFolding(),
                """
                x:float[1] -> a = Expand(o:float[1]{1}, s:int64[2]{1024,1024});
                  b = ReduceMax(a){keepdims=0}; y = Add(x, b) -> y
                """,
                "x:float[1] -> y = Add(x, b:float[]{1}) -> y");
    }

    @Test
    void constantsInBodiesAreComputed() {
        rewrites(
                new ConstantFolding(),
                """
                c:bool[], x:int64[1] -> y = If(c){
                  then_branch=graph(-> a = Neg(o:int64[1]{1}); t = Add(x, a) -> t),
                  else_branch=graph(-> e = Abs(x) -> e)} -> y
                """,
                """
                c:bool[], x:int64[1] -> y = If(c){
                  then_branch=graph(-> t = Add(x, a:int64[1]{-1}) -> t),
                  else_branch=graph(-> e = Abs(x) -> e)} -> y
                """);
    }

    @Test
    void resultsThatBlowTheFileUpAreLeft() {
        doesNotFire(
                new ConstantFolding(),
                "x:float[1] -> a = Expand(o:float[1], s:int64[2]{1024,1024}); y = Add(x, a) -> y");
        doesNotFire(
                new ConstantFolding(),
                "x:float[1] -> a = ConstantOfShape(s:int64[2]{1000000,1000000}); y = Add(x, a) -> y");
    }

    @Test
    void quantizedWeightsAndRandomNumbersAreLeft() {
        doesNotFire(
                new ConstantFolding(),
                """
                x:float[2] -> w = DequantizeLinear(q:int8[2], s:float[]{0.5}, z:int8[]{0});
                  y = Add(x, w) -> y
                """);
        doesNotFire(
                new ConstantFolding(),
                "x:float[2] -> r = RandomNormal(){shape=[2]}; y = Add(x, r) -> y");
    }

    @Test
    void aNodeThatFailsIsLeftForTheRun() {
        doesNotFire(
                new ConstantFolding(),
                "x:int64[1] -> a = Gather(d:int64[2], i:int64[1]{7}); y = Add(x, a) -> y");
    }
}
