package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.graph.Model;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.PassTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPassesTest {
    @Nested
    class Neutral {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Add(a, z:float[3]{0})",
                    "Add(z:float[]{0}, a)",
                    "Sub(a, z:float[1]{0})",
                    "Mul(a, o:float[3]{1})",
                    "Mul(o:float[]{1}, a)",
                    "Div(a, o:float[]{1})",
                    "Pow(a, o:float[]{1})"
                })
        void operandsGo(String node) {
            rewrites(
                    new NeutralOperand(),
                    "x:float[N,3] -> a = Abs(x); b = " + node + "; y = Neg(b) -> y",
                    "x:float[N,3] -> a = Abs(x); y = Neg(a) -> y");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sub(z:float[]{0}, a)",
                    "Div(o:float[]{1}, a)",
                    "Mul(a, o:float[2,1,3]{1})",
                    "Add(a, z:float[3]{0,0,0.5})",
                    "Mul(a, z:float[]{0})"
                })
        void otherOperandsStay(String node) {
            doesNotFire(
                    new NeutralOperand(),
                    "x:float[N,3] -> a = Abs(x); b = " + node + "; y = Neg(b) -> y");
        }
    }

    @Nested
    class Repeated {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a = Relu(x); b = Relu(a)",
                    "a = Sigmoid(x); b = Relu(a)",
                    "a = Softmax(x); b = Relu(a)",
                    "a = Relu(x); b = LeakyRelu(a)",
                    "a = Exp(x); b = Abs(a)",
                    "a = Floor(x); b = Floor(a)"
                })
        void theSecondGoes(String nodes) {
            String first = nodes.substring(0, nodes.indexOf(';'));
            rewrites(
                    new RepeatedActivation(),
                    "x:float[3] -> " + nodes + "; y = Neg(b); z = Neg(a) -> y, z",
                    "x:float[3] -> " + first + "; y = Neg(a); z = Neg(a) -> y, z");
        }

        @Test
        void whatUndoesItselfGoes() {
            rewrites(
                    new RepeatedActivation(),
                    "x:float[3] -> a = Neg(x); b = Neg(a); y = Abs(b) -> y",
                    "x:float[3] -> y = Abs(x) -> y");
        }

        @Test
        void otherPairsStay() {
            doesNotFire(new RepeatedActivation(), "x:float[3] -> a = Tanh(x); y = Relu(a) -> y");
            doesNotFire(new RepeatedActivation(), "x:float[3] -> a = Exp(x); y = Exp(a) -> y");
        }
    }

    @Nested
    class Shapes {
        private static final String SHAPE = "s = Shape(x); n = Gather(s, i:int64[1]{0}); ";

        @Test
        void reshapeRepeatsOpenSizes() {
            rewrites(
                    new ConstantShapes(),
                    "x:float[N,3,4] -> "
                            + SHAPE
                            + "t = Concat(n, r:int64[1]{-1}){axis=0}; y = Reshape(x, t) -> y",
                    "x:float[N,3,4] -> y = Reshape(x, t:int64[2]{0,12}) -> y");
            rewrites(
                    new ConstantShapes(),
                    """
                    x:float[N,H,4] -> s = Shape(x); n = Gather(s, i:int64[1]{0}); h = Gather(s, j:int64[1]{1});
                      m = Mul(n, h); t = Concat(m, f:int64[1]{4}){axis=0}; y = Reshape(x, t){allowzero=1} -> y
                    """,
                    "x:float[N,H,4] -> y = Reshape(x, t:int64[2]{-1,4}) -> y");
        }

        @Test
        void expandKeepsOpenSizes() {
            rewrites(
                    new ConstantShapes(),
                    "x:float[N,1] -> "
                            + SHAPE
                            + "t = Concat(n, r:int64[1]{3}){axis=0}; y = Expand(x, t) -> y",
                    "x:float[N,1] -> y = Expand(x, t:int64[2]{1,3}) -> y");
        }

        @Test
        void resizeByAWholeFactorIsGivenTheFactor() {
            rewrites(
                    new ConstantShapes(),
                    """
                    x:float[1,2,H,W] -> s = Shape(x); h = Gather(s, i:int64[]{2}); w = Gather(s, j:int64[]{3});
                      hf = Cast(h){to=1}; h2 = Mul(hf, k:float[]{2}); hr = Floor(h2); hi = Cast(hr){to=7};
                      hu = Unsqueeze(hi, a:int64[1]{0}); w2 = Mul(w, q:int64[]{3}); wu = Unsqueeze(w2, a);
                      nc = Slice(s, b:int64[1]{0}, e:int64[1]{2}); t = Concat(nc, hu, wu){axis=0};
                      y = Resize(x, _, _, t){mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"}
                    -> y
                    """,
                    """
                    x:float[1,2,H,W] ->
                      y = Resize(x, _, f:float[4]{1,1,2,3}){mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"}
                    -> y
                    """);
        }

        @Test
        void sizesFromElsewhereStay() {
            doesNotFire(
                    new ConstantShapes(),
                    "x:float[N,M], z:float[A,B] -> s = Shape(z); y = Reshape(x, s) -> y");
            doesNotFire(
                    new ConstantShapes(),
                    "x:float[1,1], z:float[A,B] -> s = Shape(z); y = Expand(x, s) -> y");
            doesNotFire(
                    new ConstantShapes(),
                    """
                    x:float[1,1,H,W], z:float[1,1,A,B] -> s = Shape(z);
                      y = Resize(x, _, _, s){mode="nearest"} -> y
                    """);
        }
    }

    @Nested
    class Duplicates {
        @Test
        void oneOfEqualInitializersStays() {
            Model m =
                    PassTest.apply(
                            new DuplicateInitializers(),
                            OptimizeOptions.standard(),
                            "x:float[2] -> a = Add(x, b:float[2]{1,2}); y = Mul(a, c:float[2]{1,2}) -> y");
            assertEquals(1, m.graph().initializers().size());
        }

        @Test
        void otherContentsShapesAndTypesStay() {
            doesNotFire(
                    new DuplicateInitializers(),
                    """
                    x:float[2] -> a = Add(x, b:float[2]{0,0}); c = Add(a, d:float[1,2]{0,0});
                      e = Add(c, f:float[2]{0,-0.0}); y = Reshape(e, s:int64[2]{0,0}) -> y
                    """);
        }

        @Test
        void outputsKeepTheirNames() {
            doesNotFire(
                    new DuplicateInitializers(),
                    "x:float[1] -> y = Add(x, a:float[1]{1}) -> y, a, b:float[1]{1}");
        }
    }

    @Nested
    class Common {
        @Test
        void equalNodesAreOne() {
            rewrites(
                    new CommonSubexpressions(),
                    """
                    x:float[2] -> a = Exp(x); b = Exp(x); c = Elu(a){alpha=0.5}; d = Elu(b){alpha=0.5};
                      y = Add(c, d) -> y
                    """,
                    "x:float[2] -> a = Exp(x); c = Elu(a){alpha=0.5}; y = Add(c, c) -> y");
        }

        @Test
        void otherAttributesInputsAndRandomNumbersStay() {
            doesNotFire(
                    new CommonSubexpressions(),
                    """
                    x:float[2], z:float[2] -> a = Elu(x){alpha=0.5}; b = Elu(x){alpha=1.0}; c = Elu(z){alpha=0.5};
                      y = Sum(a, b, c) -> y
                    """);
            doesNotFire(
                    new CommonSubexpressions(),
                    """
                    x:float[2] -> a = RandomNormalLike(x); b = RandomNormalLike(x); c = Add(a, b);
                      y = Add(c, x) -> y
                    """);
        }

        @Test
        void quantizersAndOutputsStay() {
            doesNotFire(
                    new CommonSubexpressions(),
                    """
                    x:uint8[2] -> a = DequantizeLinear(x, s:float[]{0.5}); b = DequantizeLinear(x, s);
                      y = Add(a, b) -> y
                    """);
            doesNotFire(new CommonSubexpressions(), "x:float[2] -> y = Exp(x); z = Exp(x) -> y, z");
        }
    }

    @Nested
    class Condition {
        @Test
        void theBranchTakenIsInlined() {
            rewrites(
                    new ConstantCondition(),
                    """
                    x:float[2] -> a = Abs(x);
                      y = If(c:bool[]{1}){
                        then_branch=graph(-> t = Mul(a, k:float[2]); u = Neg(t) -> u),
                        else_branch=graph(-> e = Abs(a) -> e)} -> y
                    """,
                    "x:float[2] -> a = Abs(x); t = Mul(a, k:float[2]); u = Neg(t); y = Identity(u) -> y");
        }

        @Test
        void nestedBodiesMoveAlong() {
            rewrites(
                    new ConstantCondition(),
                    """
                    c:bool[], x:float[2] ->
                      y = If(no:bool[1]{0}){
                        then_branch=graph(-> t = Neg(x) -> t),
                        else_branch=graph(-> e = If(c){
                          then_branch=graph(-> p = Abs(x) -> p),
                          else_branch=graph(-> q = Exp(x) -> q)} -> e)} -> y
                    """,
                    """
                    c:bool[], x:float[2] -> e = If(c){
                        then_branch=graph(-> p = Abs(x) -> p),
                        else_branch=graph(-> q = Exp(x) -> q)};
                      y = Identity(e) -> y
                    """);
        }

        @Test
        void aConditionThatIsFedStays() {
            doesNotFire(
                    new ConstantCondition(),
                    """
                    c:bool[], x:float[2] -> y = If(c){
                        then_branch=graph(-> p = Abs(x) -> p),
                        else_branch=graph(-> q = Exp(x) -> q)} -> y
                    """);
        }
    }

    @Test
    void ceilModeGoesWhereNoWindowEndsBehindTheInput() {
        rewrites(
                new UnneededCeil(),
                "x:float[1,2,7] -> y = MaxPool(x){kernel_shape=[1], strides=[4], ceil_mode=1} -> y",
                "x:float[1,2,7] -> y = MaxPool(x){kernel_shape=[1], strides=[4]} -> y");
        doesNotFire(
                new UnneededCeil(),
                "x:float[1,2,8] -> y = MaxPool(x){kernel_shape=[3], strides=[2], ceil_mode=1} -> y");
        doesNotFire(
                new UnneededCeil(),
                "x:float[1,2,N] -> y = MaxPool(x){kernel_shape=[2], strides=[2], ceil_mode=1} -> y");
    }
}
