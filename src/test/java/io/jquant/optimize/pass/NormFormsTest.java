package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Normalizations in the arithmetic that exporters write. */
class NormFormsTest {
    private static String moments(String axes) {
        return "m = ReduceMean(x){axes="
                + axes
                + "}; d = Sub(x, m); q = Pow(d, two:float[]{2}); v = ReduceMean(q){axes="
                + axes
                + "}; e = Add(v, eps:float[]{0.001}); ";
    }

    @Nested
    class Layer {
        private static final String X = "x:float[N,4,8] -> ";
        private static final String DONE =
                X
                        + "y = LayerNormalization(x, s:float[8], b:float[8]){axis=-1, epsilon=0.001} -> y";

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "r = Sqrt(e); n = Div(d, r)",
                    "r = Sqrt(e); i = Reciprocal(r); n = Mul(i, d)",
                    "r = Sqrt(e); i = Div(one:float[]{1}, r); n = Mul(d, i)",
                    "i = Reciprocal(e); r = Sqrt(i); n = Mul(d, r)",
                    "r = Pow(e, h:float[]{0.5}); n = Div(d, r)",
                    "r = Pow(e, h:float[]{-0.5}); n = Mul(d, r)"
                })
        void isRecognisedWhateverTheRoot(String root) {
            rewrites(
                    new LayerNormForms(),
                    X
                            + moments("[-1]")
                            + root
                            + "; t = Mul(n, g:float[8]); y = Add(t, o:float[8]) -> y",
                    DONE);
        }

        @Test
        void squaresMayBeProductsOfTwoDifferences() {
            rewrites(
                    new LayerNormForms(),
                    X
                            + """
                            m = ReduceMean(x){axes=[2]}; d = Sub(x, m); d2 = Sub(x, m); q = Mul(d2, d2);
                            v = ReduceMean(q){axes=[2]}; e = Add(eps:float[]{0.001}, v); r = Sqrt(e);
                            n = Div(d, r); t = Mul(g:float[1,8], n); y = Add(t, o:float[1,1,8]) -> y
                            """,
                    DONE);
        }

        @Test
        void scaleAndShiftMayBeMissing() {
            rewrites(
                    new LayerNormForms(),
                    X + moments("[-1]") + "r = Sqrt(e); y = Div(d, r) -> y",
                    X + "y = LayerNormalization(x, s:float[8]){axis=-1, epsilon=0.001} -> y");
            rewrites(
                    new LayerNormForms(),
                    X
                            + moments("[1,2]")
                            + "r = Sqrt(e); n = Div(d, r); y = Mul(n, g:float[4,8]) -> y",
                    X + "y = LayerNormalization(x, s:float[4,8]){axis=-2, epsilon=0.001} -> y");
        }

        @Test
        void whatIsNoScaleStaysBehind() {
            rewrites(
                    new LayerNormForms(),
                    "x:float[2,4,8] -> "
                            + moments("[-1]")
                            + "r = Sqrt(e); n = Div(d, r); y = Mul(n, g:float[2,4,8]) -> y",
                    "x:float[2,4,8] -> n = LayerNormalization(x, s:float[8]){axis=-1, epsilon=0.001}; "
                            + "y = Mul(n, g:float[2,4,8]) -> y");
        }

        @Test
        void othersStay() {
            String end = "r = Sqrt(e); y = Div(d, r) -> y";
            doesNotFire(new LayerNormForms(), "opset 13; " + X + moments("[-1]") + end);
            doesNotFire(new LayerNormForms(), X + moments("[1]") + end);
            doesNotFire(new LayerNormForms(), "x:float[N,4,L] -> " + moments("[-1]") + end);
            doesNotFire(
                    new LayerNormForms(), X + moments("[-1]") + "r = Sqrt(e); y = Div(x, r) -> y");
            doesNotFire(
                    new LayerNormForms(),
                    X
                            + """
                            m = ReduceMean(x){axes=[1]}; d = Sub(x, m); q = Mul(d, d);
                            v = ReduceMean(q){axes=[2]}; e = Add(v, eps:float[]{0.001}); r = Sqrt(e);
                            y = Div(d, r) -> y
                            """);
        }
    }

    @Nested
    class Instance {
        private static final String X = "x:float[N,3,H,W] -> ";

        @Test
        void isRecognised() {
            rewrites(
                    new InstanceNormForms(),
                    X
                            + moments("[2,3]")
                            + "r = Sqrt(e); n = Div(d, r); t = Mul(n, g:float[3,1,1]); y = Add(t, o:float[1,3,1,1]) -> y",
                    X + "y = InstanceNormalization(x, s:float[3], b:float[3]){epsilon=0.001} -> y");
            rewrites(
                    new InstanceNormForms(),
                    X + moments("[-1,-2]") + "r = Sqrt(e); y = Div(d, r) -> y",
                    X + "y = InstanceNormalization(x, s:float[3], b:float[3]){epsilon=0.001} -> y");
        }

        @Test
        void oneForEachChannelIsNoLayerNormalization() {
            doesNotFire(
                    new LayerNormForms(),
                    "x:float[2,3,4,4] -> "
                            + moments("[2,3]")
                            + "r = Sqrt(e); n = Div(d, r); y = Mul(n, g:float[3,1,1]) -> y");
        }

        @Test
        void othersStay() {
            String end = "r = Sqrt(e); y = Div(d, r) -> y";
            doesNotFire(new InstanceNormForms(), X + moments("[1]") + end);
            doesNotFire(new InstanceNormForms(), "x:float[N,C,4,4] -> " + moments("[2,3]") + end);
            doesNotFire(new InstanceNormForms(), "x:float[N,3] -> " + moments("[1]") + end);
        }
    }

    @Nested
    class Rms {
        private static final String X = "opset 23; x:float[N,4,8] -> ";
        private static final String SQUARES =
                "q = Pow(x, two:float[]{2}); v = ReduceMean(q, a:int64[1]{-1}); e = Add(v, eps:float[]{0.001}); "
                        + "r = Sqrt(e); ";

        @Test
        void isRecognised() {
            rewrites(
                    new RmsNormForms(),
                    X + SQUARES + "n = Div(x, r); y = Mul(g:float[8], n) -> y",
                    X + "y = RMSNormalization(x, s:float[8]){axis=-1, epsilon=0.001} -> y");
            rewrites(
                    new RmsNormForms(),
                    X + SQUARES + "i = Reciprocal(r); y = Mul(x, i) -> y",
                    X + "y = RMSNormalization(x, s:float[8]){axis=-1, epsilon=0.001} -> y");
        }

        @Test
        void othersStay() {
            doesNotFire(new RmsNormForms(), X.replace("23", "22") + SQUARES + "y = Div(x, r) -> y");
            doesNotFire(new RmsNormForms(), X + SQUARES + "n = Neg(x); y = Div(n, r) -> y");
        }
    }

    @Nested
    class Group {
        private static final String X = "opset 21; x:float[2,6,H,W] -> ";

        @Test
        void isRecognised() {
            rewrites(
                    new GroupNormForms(),
                    """
                    opset 21; x:float[2,6,4,5] ->
                      a = Reshape(x, s:int64[3]{0,3,-1});
                      b = InstanceNormalization(a, one:float[3]{1}, zero:float[3]{0}){epsilon=0.01};
                      c = Reshape(b, t:int64[4]{2,6,4,5}); d = Mul(c, g:float[6,1,1]); y = Add(d, o:float[6,1,1]) -> y
                    """,
                    "opset 21; x:float[2,6,4,5] -> "
                            + "y = GroupNormalization(x, g:float[6], o:float[6]){num_groups=3, epsilon=0.01} -> y");
        }

        @Test
        void othersStay() {
            String before =
                    X
                            + "a = Reshape(x, s:int64[3]{0,3,-1}); b = InstanceNormalization(a, one:float[3]";
            doesNotFire(
                    new GroupNormForms(),
                    before + ", zero:float[3]{0}); y = Reshape(b, t:int64[4]{2,6,4,5}) -> y");
            doesNotFire(
                    new GroupNormForms(),
                    before + "{1}, zero:float[3]{0}); y = Reshape(b, t:int64[2]{2,-1}) -> y");
        }
    }

    @Nested
    class Lp {
        private static final String X = "x:float[N,4,8] -> ";

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "n = ReduceL2(x){axes=[1]}; y = Div(x, n)",
                    "n = ReduceL2(x){axes=[1]}; c = Clip(n, l:float[]{1e-12}); y = Div(x, c)",
                    "n = ReduceL2(x){axes=[1]}; c = Max(l:float[]{1e-12}, n); y = Div(x, c)",
                    "n = ReduceL2(x){axes=[1]}; c = Clip(n, l:float[]{1e-12}); s = Shape(x); e = Expand(c, s); "
                            + "y = Div(x, e)",
                    "q = Mul(x, x); r = ReduceSum(q, a:int64[1]{1}); n = Sqrt(r); y = Div(x, n)"
                })
        void isRecognised(String nodes) {
            rewrites(
                    new LpNormForms(),
                    X + nodes + " -> y",
                    X + "y = LpNormalization(x){axis=1, p=2} -> y");
        }

        @Test
        void soIsTheSumOfMagnitudes() {
            rewrites(
                    new LpNormForms(),
                    X + "n = ReduceL1(x){axes=[-1]}; y = Div(x, n) -> y",
                    X + "y = LpNormalization(x){axis=2, p=1} -> y");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "n = ReduceL2(x){axes=[1,2]}; y = Div(x, n)",
                    "n = ReduceL2(x){axes=[1]}; c = Clip(n, l:float[]{0.1}); y = Div(x, c)",
                    "n = ReduceL2(x){axes=[1]}; z = Neg(x); y = Div(z, n)",
                    "n = ReduceMax(x){axes=[1]}; y = Div(x, n)"
                })
        void othersStay(String nodes) {
            doesNotFire(new LpNormForms(), X + nodes + " -> y");
        }
    }
}
