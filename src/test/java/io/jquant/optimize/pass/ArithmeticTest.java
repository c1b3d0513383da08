package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums, products, reductions and parts. */
class ArithmeticTest {
    @Nested
    class Constants {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a = Mul(x, k:float[]{2}); y = Mul(a, l:float[3]) | y = Mul(x, m:float[3])",
                    "a = Mul(k:float[3], x); y = Div(a, l:float[]{4}) | y = Mul(x, m:float[3])",
                    "a = Div(x, k:float[3]); y = Mul(l:float[3], a) | y = Mul(x, m:float[3])",
                    "a = Add(x, k:float[3]); y = Sub(a, l:float[1]) | y = Add(x, m:float[3])",
                    "a = Sub(x, k:float[]{0.5}); y = Add(a, l:float[]{0.25}) | y = Add(x, m:float[]{-0.25})"
                })
        void twoInARowAreOne(String forms) {
            String[] form = forms.split(" \\| ", -1);
            rewrites(
                    new MergeConstants(),
                    "x:float[N,3] -> " + form[0] + " -> y",
                    "x:float[N,3] -> " + form[1] + " -> y");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a = Mul(x, k:float[4,1]); y = Mul(a, l:float[3])",
                    "a = Div(k:float[3], x); y = Mul(a, l:float[3])",
                    "a = Mul(x, k:float[3]); y = Add(a, l:float[3])",
                    "a = Sub(k:float[3], x); y = Add(a, l:float[3])",
                    "a = Mul(x, k:float[]{1e-30}); y = Mul(a, l:float[]{1e-30})",
                    "a = Mul(x, k:float[]{1e30}); y = Mul(a, l:float[]{1e30})"
                })
        void othersStay(String nodes) {
            doesNotFire(new MergeConstants(), "x:float[N,3] -> " + nodes + " -> y");
        }

        @Test
        void differencesAndQuotientsBecomeSumsAndProducts() {
            rewrites(
                    new ConstantOperands(),
                    "x:float[N,3] -> a = Sub(x, k:float[]{0.5}); y = Div(a, l:float[]{4}) -> y",
                    "x:float[N,3] -> a = Add(x, k:float[]{-0.5}); y = Mul(a, l:float[]{0.25}) -> y");
            doesNotFire(
                    new ConstantOperands(),
                    "x:float[N,3] -> a = Sub(k:float[3], x); y = Div(l:float[3], a) -> y");
            doesNotFire(new ConstantOperands(), "x:float[N] -> y = Div(x, k:float[]{0}) -> y");
            doesNotFire(new ConstantOperands(), "x:int64[N] -> y = Div(x, k:int64[]{2}) -> y");
        }

        @Test
        void aSumOfTwoIsAnAdd() {
            rewrites(
                    new SumToAdd(),
                    "x:float[3], z:float[3] -> y = Sum(x, z) -> y",
                    "x:float[3], z:float[3] -> y = Add(x, z) -> y");
            doesNotFire(new SumToAdd(), "x:float[3], z:float[3] -> y = Sum(x, z, x) -> y");
        }
    }

    @Nested
    class Reducing {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a = ReduceMean(x){axes=[3], keepdims=0}; y = ReduceMean(a){axes=[2], keepdims=0} | "
                            + "y = ReduceMean(x){axes=[2,3], keepdims=0}",
                    "a = ReduceMax(x){axes=[1], keepdims=0}; y = ReduceMax(a){axes=[1], keepdims=0} | "
                            + "y = ReduceMax(x){axes=[1,2], keepdims=0}",
                    "a = ReduceMean(x){axes=[1]}; y = ReduceMean(a){axes=[3]} | y = ReduceMean(x){axes=[1,3]}",
                    "a = ReduceSum(x, i:int64[1]{1}); y = ReduceSum(a, j:int64[1]{2}) | y = ReduceSum(x, k:int64[2]{1,2})"
                })
        void twoInARowAreOne(String forms) {
            String[] form = forms.split(" \\| ", -1);
            rewrites(
                    new MergeReductions(),
                    "x:float[2,3,4,5] -> " + form[0] + " -> y",
                    "x:float[2,3,4,5] -> " + form[1] + " -> y");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a = ReduceMean(x){axes=[3]}; y = ReduceMean(a){axes=[2], keepdims=0}",
                    "a = ReduceMean(x){axes=[3]}; y = ReduceMax(a){axes=[2]}",
                    "a = ReduceMean(x){axes=[3]}; b = ReduceMean(a){axes=[2]}; y = Add(a, b)"
                })
        void othersStay(String nodes) {
            doesNotFire(new MergeReductions(), "x:float[2,3,4,5] -> " + nodes + " -> y");
        }
    }

    @Nested
    class Parts {
        private static final String JOINED =
                "x:float[N,2], z:float[N,3] -> c = Concat(x, z){axis=1}; ";

        @Test
        void ofAConcatAreReadDirectly() {
            rewrites(
                    new SliceOfConcat(),
                    JOINED
                            + """
                            a = Slice(c, s:int64[1]{0}, e:int64[1]{2}, i:int64[1]{1}); y = Neg(a);
                            b = Slice(c, t:int64[1]{2}, f:int64[1]{9223372036854775807}, j:int64[1]{-1}); w = Abs(b) -> y, w
                            """,
                    "x:float[N,2], z:float[N,3] -> y = Neg(x); w = Abs(z) -> y, w");
            rewrites(
                    new SliceOfConcat(),
                    JOINED
                            + "a, b = Split(c, s:int64[2]{2,3}){axis=-1}; y = Neg(a); w = Abs(b) -> y, w",
                    "x:float[N,2], z:float[N,3] -> y = Neg(x); w = Abs(z) -> y, w");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a = Slice(c, s:int64[1]{1}, e:int64[1]{2}, i:int64[1]{1})",
                    "a = Slice(c, s:int64[1]{0}, e:int64[1]{3}, i:int64[1]{1})",
                    "a = Slice(c, s:int64[1]{0}, e:int64[1]{2}, i:int64[1]{0})",
                    "a, b = Split(c, s:int64[2]{3,2}){axis=1}"
                })
        void othersStay(String nodes) {
            doesNotFire(new SliceOfConcat(), JOINED + nodes + "; y = Neg(a) -> y");
        }

        @Test
        void aPadThatCutsOffIsASlice() {
            rewrites(
                    new NegativePads(),
                    "x:float[1,2,6,6] -> y = Pad(x, p:int64[8]{0,0,-1,0,0,0,-2,-3}) -> y",
                    "x:float[1,2,6,6] -> y = Slice(x, s:int64[2]{1,0}, e:int64[2]{-2,-3}, "
                            + "i:int64[2]{2,3}) -> y");
            doesNotFire(
                    new NegativePads(),
                    "x:float[1,2,6,6] -> y = Pad(x, p:int64[8]{0,0,-1,0,0,0,1,0}) -> y");
            doesNotFire(
                    new NegativePads(),
                    "x:float[1,2,6,6] -> y = Pad(x, p:int64[8]{0,0,0,0,0,0,0,0}) -> y");
        }
    }
}
