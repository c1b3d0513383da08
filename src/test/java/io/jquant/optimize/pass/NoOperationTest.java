package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoOperationTest {
    private static final String X = "x:float[2,1,6] -> a = Abs(x); ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Identity(a)",
                "Dropout(a)",
                "Dropout(a, r:float[]{0.5})",
                "Dropout(a, r:float[]{0.5}, t:bool[]{0})",
                "Cast(a){to=1}",
                "CastLike(a, l:float[1])",
                "Reshape(a, s:int64[3]{2,1,-1})",
                "Reshape(a, s:int64[3]{0,0,0})",
                "Expand(a, s:int64[2]{1,6})",
                "Tile(a, s:int64[3]{1,1,1})",
                "Slice(a, s:int64[1]{0}, e:int64[1]{9223372036854775807}, i:int64[1]{2})",
                "Pad(a, p:int64[6]{0})",
                "Transpose(a){perm=[0,1,2]}",
                "Concat(a){axis=1}",
                "Sum(a)",
                "Resize(a, _, s:float[3]{1,1,1}){mode=\"linear\"}",
                "Resize(a, _, _, s:int64[3]{2,1,6}){mode=\"nearest\"}",
                "MaxPool(a){kernel_shape=[1]}",
                "AveragePool(a){kernel_shape=[1], strides=[1], pads=[0,0]}",
                "ReduceMean(a){axes=[1]}",
                "ReduceSum(a, i:int64[1]{1})",
                "Clip(a)",
                "Clip(a, l:float[]{-Infinity}, h:float[]{Infinity})"
            })
    void nodesThatGiveBackTheirInputGo(String node) {
        rewrites(new NoOperation(), X + "b = " + node + "; y = Neg(b) -> y", X + "y = Neg(a) -> y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dropout(a, r:float[]{0.5}, t:bool[]{1})",
                "Cast(a){to=11}",
                "Reshape(a, s:int64[2]{2,6})",
                "Slice(a, s:int64[1]{-1}, e:int64[1]{-9223372036854775808}, i:int64[1]{2}, t:int64[1]{-1})",
                "Pad(a, p:int64[6]{0,0,-1,0,0,1})",
                "Transpose(a){perm=[1,0,2]}",
                "Resize(a, _, s:float[3]{1,1,1.01}){mode=\"nearest\"}",
                "MaxPool(a){kernel_shape=[1], strides=[2]}",
                "MaxPool(a){kernel_shape=[3], pads=[1,1]}",
                "ReduceMean(a){axes=[1], keepdims=0}",
                "ReduceMean(a){axes=[2]}",
                "Clip(a, l:float[]{0})"
            })
    void nodesThatChangeSomethingStay(String node) {
        doesNotFire(new NoOperation(), X + "b = " + node + "; y = Neg(b) -> y");
    }

    @Test
    void unitAxesMayMoveAmongEachOther() {
        rewrites(
                new NoOperation(),
                "x:float[1,1,6] -> a = Abs(x); b = Transpose(a){perm=[1,0,2]}; y = Neg(b) -> y",
                "x:float[1,1,6] -> a = Abs(x); y = Neg(a) -> y");
    }

    @Test
    void openAxesAreFollowedBySymbol() {
        rewrites(
                new NoOperation(),
                """
                x:float[N,3] -> s = Shape(x); n = Gather(s, i:int64[1]{0});
                  t = Concat(n, r:int64[1]{3}){axis=0}; a = Abs(x); b = Reshape(a, t); y = Neg(b) -> y
                """,
                "x:float[N,3] -> a = Abs(x); y = Neg(a) -> y");
    }

    @Test
    void theNameOfAnOutputStays() {
        rewrites(
                new NoOperation(),
                "x:float[2] -> a = Abs(x); b = Neg(a); y = Identity(a) -> y, b",
                "x:float[2] -> y = Abs(x); b = Neg(y) -> y, b");
    }

    @Test
    void anIdentityTiesAnOutputToAnInput() {
        doesNotFire(new NoOperation(), "x:float[2] -> y = Identity(x) -> y");
        rewrites(
                new NoOperation(),
                "x:float[2] -> y = Cast(x){to=1} -> y",
                "x:float[2] -> y = Identity(x) -> y");
    }

    @Test
    void anIdentityTiesTwoOutputs() {
        doesNotFire(new NoOperation(), "x:float[2] -> y = Abs(x); z = Identity(y) -> y, z");
    }

    @Test
    void identitiesInBodiesOfValuesFromOutsideStayWhenTheyAreResults() {
        doesNotFire(
                new NoOperation(),
                """
                c:bool[], x:float[2] -> a = Exp(x);
                  y = If(c){then_branch=graph(-> t = Identity(a) -> t),
                            else_branch=graph(-> e = Abs(a) -> e)}
                -> y
                """);
    }

    @Test
    void aDropoutWhoseMaskIsReadStays() {
        doesNotFire(new NoOperation(), "x:float[2] -> y, m = Dropout(x) -> y, m");
    }
}
