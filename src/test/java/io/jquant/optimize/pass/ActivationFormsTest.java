package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Activation functions in the arithmetic that exporters write. */
class ActivationFormsTest {
    private static final String X = "x:float[N,3,8] -> ";

    @Nested
    class HardSigmoids {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a = Add(x, c:float[]{3}); b = Clip(a, l:float[]{0}, h:float[]{6}); y = Div(b, s:float[]{6})",
                    "a = Add(c:float[]{3}, x); b = Clip(a, l:float[]{0}, h:float[]{6}); "
                            + "y = Mul(b, s:float[1]{0.16666667})",
                    "m = Mul(x, k:float[]{0.16666667}); a = Add(m, c:float[]{0.5}); "
                            + "y = Clip(a, l:float[]{0}, h:float[]{1})",
                })
        void areRecognised(String nodes) {
            rewrites(
                    new HardSigmoidForms(),
                    X + nodes + " -> y",
                    X + "y = HardSigmoid(x){alpha=0.16666667, beta=0.5} -> y");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "y = Clip(x, l:float[]{0}, h:float[]{1})",
                    "a = Add(x, c:float[]{3}); y = Clip(a, l:float[]{0}, h:float[]{6})",
                    "a = Add(x, c:float[]{3}); b = Clip(a, l:float[]{1}, h:float[]{6}); y = Div(b, s:float[]{6})",
                    "a = Add(x, c:float[3,1]); y = Clip(a, l:float[]{0}, h:float[]{1})",
                    "a = Add(x, c:float[]{3}); b = Clip(a, l:float[]{0}, h:float[]{6}); z = Div(b, s:float[]{6}); "
                            + "y = Add(z, a)"
                })
        void othersStay(String nodes) {
            doesNotFire(new HardSigmoidForms(), X + nodes + " -> y");
        }
    }

    @Nested
    class HardSwishes {
        private static final String CLIP =
                "a = Add(x, c:float[]{3}); b = Clip(a, l:float[]{0}, h:float[]{6}); ";

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "p = Mul(x, b); y = Div(p, s:float[]{6})",
                    "p = Div(b, s:float[]{6}); y = Mul(x, p)",
                    "p = Mul(b, x); y = Mul(p, s:float[]{0.16666667})",
                    "p = Mul(x, s:float[]{0.16666667}); y = Mul(b, p)",
                    "g = HardSigmoid(x){alpha=0.16666667, beta=0.5}; y = Mul(g, x)"
                })
        void areRecognised(String nodes) {
            rewrites(new HardSwishForms(), X + CLIP + nodes + " -> y", X + "y = HardSwish(x) -> y");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "y = Mul(x, b)",
                    "p = Mul(x, b); y = Div(p, s:float[]{3})",
                    "n = Neg(x); p = Mul(n, b); y = Div(p, s:float[]{6})",
                    "g = HardSigmoid(x); y = Mul(g, x)",
                })
        void othersStay(String nodes) {
            doesNotFire(new HardSwishForms(), X + CLIP + nodes + " -> y");
        }

        @Test
        void opset13HasNone() {
            doesNotFire(
                    new HardSwishForms(),
                    "opset 13; "
                            + X
                            + "h = HardSigmoid(x){alpha=0.16666667, beta=0.5}; y = Mul(h, x) -> y");
        }
    }

    @Nested
    class Swishes {
        @Test
        void areOneOperatorFromOpset24On() {
            rewrites(
                    new SwishForms(),
                    "opset 24; " + X + "s = Sigmoid(x); y = Mul(x, s) -> y",
                    "opset 24; " + X + "y = Swish(x){alpha=1.0} -> y");
            rewrites(
                    new SwishForms(),
                    "opset 24; "
                            + X
                            + "m = Mul(x, c:float[]{1.5}); s = Sigmoid(m); y = Mul(s, x) -> y",
                    "opset 24; " + X + "y = Swish(x){alpha=1.5} -> y");
        }

        @Test
        void beforeTheyStayAPair() {
            doesNotFire(new SwishForms(), X + "s = Sigmoid(x); y = Mul(x, s) -> y");
            doesNotFire(
                    new SwishForms(),
                    "opset 24; "
                            + X
                            + "n = Neg(x); s = Sigmoid(n); q = Sigmoid(s); y = Mul(x, q) -> y");
        }
    }

    @Nested
    class Mishes {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "s = Softplus(x)",
                    "e = Exp(x); a = Add(e, c:float[]{1}); s = Log(a)",
                    "e = Exp(x); a = Add(c:float[]{1}, e); s = Log(a)"
                })
        void areRecognised(String softplus) {
            rewrites(
                    new MishForms(),
                    "opset 18; " + X + softplus + "; t = Tanh(s); y = Mul(x, t) -> y",
                    "opset 18; " + X + "y = Mish(x) -> y");
        }

        @Test
        void othersStay() {
            doesNotFire(new MishForms(), X + "s = Softplus(x); t = Tanh(s); y = Mul(x, t) -> y");
            doesNotFire(
                    new MishForms(),
                    "opset 18; "
                            + X
                            + "n = Neg(x); s = Softplus(n); t = Tanh(s); y = Mul(x, t) -> y");
            doesNotFire(
                    new MishForms(),
                    "opset 18; "
                            + X
                            + "e = Exp(x); a = Add(e, c:float[]{2}); s = Log(a); t = Tanh(s); y = Mul(x, t) -> y");
        }
    }

    @Nested
    class Gelus {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "p = Mul(x, f); y = Mul(p, h:float[]{0.5})",
                    "p = Mul(f, h:float[]{0.5}); y = Mul(p, x)",
                    "p = Mul(x, h:float[]{0.5}); y = Mul(p, f)",
                    "p = Mul(x, f); y = Div(p, h:float[]{2})"
                })
        void areRecognised(String product) {
            rewrites(
                    new GeluForms(),
                    "opset 20; "
                            + X
                            + "d = Div(x, r:float[]{1.4142135}); e = Erf(d); f = Add(e, o:float[]{1}); "
                            + product
                            + " -> y",
                    "opset 20; " + X + "y = Gelu(x){approximate=\"none\"} -> y");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "q = Pow(x, three:float[]{3}); c = Mul(q, k:float[]{0.044715}); a = Add(x, c); "
                            + "i = Mul(a, s:float[]{0.7978846})",
                    "q = Mul(x, x); c = Mul(q, k:float[]{0.044715}); a = Add(c, o2:float[]{1}); b = Mul(a, x); "
                            + "i = Mul(b, s:float[]{0.7978846})"
                })
        void theApproximationTellsSo(String inner) {
            rewrites(
                    new GeluForms(),
                    "opset 20; "
                            + X
                            + inner
                            + "; t = Tanh(i); f = Add(t, o:float[]{1}); p = Mul(x, f); y = Mul(p, h:float[]{0.5}) -> y",
                    "opset 20; " + X + "y = Gelu(x){approximate=\"tanh\"} -> y");
        }

        @Test
        void othersStay() {
            String erf = "d = Div(x, r:float[]{1.4142135}); e = Erf(d); f = Add(e, o:float[]{1}); ";
            doesNotFire(
                    new GeluForms(), X + erf + "p = Mul(x, f); y = Mul(p, h:float[]{0.5}) -> y");
            doesNotFire(new GeluForms(), "opset 20; " + X + erf + "y = Mul(x, f) -> y");
            doesNotFire(
                    new GeluForms(),
                    "opset 20; "
                            + X
                            + "d = Div(x, r:float[]{1.5}); e = Erf(d); f = Add(e, o:float[]{1}); p = Mul(x, f); "
                            + "y = Mul(p, h:float[]{0.5}) -> y");
        }
    }

    @Nested
    class PRelus {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "n = Neg(x); b = Relu(n); m = Mul(b, k:float[3,1]{-0.25}); y = Add(a, m)",
                    "n = Neg(x); b = Relu(n); m = Mul(b, k:float[3,1]{0.25}); y = Sub(a, m)",
                    "n = Neg(x); b = Relu(n); m = Mul(k:float[3,1]{0.25}, b); z = Neg(m); y = Add(z, a)",
                    "n = Mul(x, o:float[]{-1}); b = Relu(n); m = Mul(b, k:float[3,1]{-0.25}); y = Add(a, m)"
                })
        void twoReluAreOne(String nodes) {
            rewrites(
                    new PReluForms(),
                    X + "a = Relu(x); " + nodes + " -> y",
                    X + "y = PRelu(x, s:float[3,1]) -> y");
        }

        @Test
        void theLargerOfXAndAShareOfItIsLeaky() {
            rewrites(
                    new PReluForms(),
                    X + "m = Mul(x, k:float[]{0.25}); y = Max(m, x) -> y",
                    X + "y = LeakyRelu(x){alpha=0.25} -> y");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "m = Mul(x, k:float[]{1.25}); y = Max(m, x)",
                    "m = Mul(x, k:float[]{-0.25}); y = Max(m, x)",
                    "a = Relu(x); b = Relu(x); m = Mul(b, k:float[3,1]); y = Add(a, m)",
                    "a = Relu(x); w = Abs(x); n = Neg(w); b = Relu(n); m = Mul(b, k:float[3,1]); y = Add(a, m)"
                })
        void othersStay(String nodes) {
            doesNotFire(new PReluForms(), X + nodes + " -> y");
        }

        @Test
        void oneSlopeForAllIsLeaky() {
            rewrites(
                    new PReluToLeakyRelu(),
                    X + "y = PRelu(x, s:float[3,1]{0.25}) -> y",
                    X + "y = LeakyRelu(x){alpha=0.25} -> y");
            rewrites(
                    new PReluToLeakyRelu(),
                    X + "y = PRelu(x, s:float[3,1]{0}) -> y",
                    X + "y = Relu(x) -> y");
            rewrites(
                    new PReluToLeakyRelu(),
                    X + "a = LeakyRelu(x){alpha=1.0}; y = Neg(a) -> y",
                    X + "y = Neg(x) -> y");
            doesNotFire(new PReluToLeakyRelu(), X + "y = PRelu(x, s:float[3,1]) -> y");
            doesNotFire(new PReluToLeakyRelu(), X + "y = LeakyRelu(x){alpha=0.5} -> y");
        }
    }

    @Nested
    class Bounds {
        @Test
        void aScalarIsABound() {
            rewrites(
                    new MinMaxToClip(),
                    X + "a = Max(x, l:float[]{0}); y = Min(h:float[]{6}, a) -> y",
                    X + "a = Relu(x); y = Clip(a, _, h:float[]{6}) -> y");
            rewrites(
                    new MinMaxToClip(),
                    X + "y = Max(x, l:float[]{-1}) -> y",
                    X + "y = Clip(x, l:float[]{-1}) -> y");
        }

        @Test
        void othersStay() {
            doesNotFire(new MinMaxToClip(), X + "y = Max(x, l:float[3,1]) -> y");
            doesNotFire(new MinMaxToClip(), "x:float[N], b:float[] -> y = Max(x, b) -> y");
            doesNotFire(new MinMaxToClip(), "x:float[3] -> y = Max(x, l:float[1,1]{0}) -> y");
        }
    }
}
