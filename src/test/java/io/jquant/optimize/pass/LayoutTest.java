package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.optimizes;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transposes on the way to where they cancel or cost nothing. */
class LayoutTest {
    @Nested
    class Cancelling {
        @Test
        void throughElementwiseOperators() {
            rewrites(
                    new CancelTransposes(),
                    """
                    x:float[1,3,4,5] -> a = Transpose(x){perm=[0,2,3,1]}; b = Relu(a); c = Add(b, k:float[3]);
                      s = Sigmoid(c); d = Mul(c, s); y = Transpose(d){perm=[0,3,1,2]} -> y
                    """,
                    """
                    x:float[1,3,4,5] -> b = Relu(x); c = Add(b, k:float[1,3,1,1]); s = Sigmoid(c); y = Mul(c, s) -> y
                    """);
        }

        @Test
        void joiningBranchesAndLeavingOneReaderBehind() {
            rewrites(
                    new CancelTransposes(),
                    """
                    x:float[1,3,4,5], z:float[1,3,4,5] ->
                      a = Transpose(x){perm=[0,2,3,1]}; b = Transpose(z){perm=[0,2,3,1]}; c = Add(a, b);
                      d = Abs(c); e = Transpose(d){perm=[0,3,1,2]}; y = Neg(e); t = Flatten(d) -> y, t
                    """,
                    """
                    x:float[1,3,4,5], z:float[1,3,4,5] ->
                      c = Add(x, z); d = Abs(c); y = Neg(d); u = Transpose(d){perm=[0,2,3,1]}; t = Flatten(u) -> y, t
                    """);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "b = Concat(a, a){axis=3} | b = Concat(x, x){axis=1}",
                    "b = Concat(a, k:float[1,4,5,2]){axis=-1} | b = Concat(x, k:float[1,2,4,5]){axis=1}",
                    "b = Softmax(a){axis=3} | b = Softmax(x){axis=1}",
                    "b = ReduceMean(a){axes=[1,2]} | b = ReduceMean(x){axes=[2,3]}",
                    "b = ReduceSum(a, r:int64[2]{1,2}) | b = ReduceSum(x, r:int64[2]{2,3})",
                    "b = Pad(a, p:int64[8]{0,1,2,3,0,4,5,6}) | b = Pad(x, p:int64[8]{0,3,1,2,0,6,4,5})",
                    "b = Slice(a, s:int64[2]{1,0}, e:int64[2]{3,2}, i:int64[2]{1,-1}) | "
                            + "b = Slice(x, s:int64[2]{1,0}, e:int64[2]{3,2}, i:int64[2]{2,1})",
                    "b = Resize(a, _, f:float[4]{1,2,2,1}){mode=\"nearest\"} | "
                            + "b = Resize(x, _, f:float[4]{1,1,2,2}){mode=\"nearest\"}",
                    "b = Clip(a, l:float[]{0}, h:float[]{6}) | b = Clip(x, l:float[]{0}, h:float[]{6})",
                    "b = Mul(a, k:float[]{2}) | b = Mul(x, k:float[]{2})",
                    "b = PRelu(a, k:float[3]) | b = PRelu(x, k:float[1,3,1,1])"
                })
        void parametersFollow(String forms) {
            String[] form = forms.split(" \\| ", -1);
            rewrites(
                    new CancelTransposes(),
                    "x:float[1,3,4,5] -> a = Transpose(x){perm=[0,2,3,1]}; "
                            + form[0]
                            + "; c = Transpose(b){perm=[0,3,1,2]}; y = Neg(c) -> y",
                    "x:float[1,3,4,5] -> " + form[1] + "; y = Neg(b) -> y");
        }

        @Test
        void partsOfASplitFollow() {
            rewrites(
                    new CancelTransposes(),
                    """
                    x:float[1,4,4,5] -> a = Transpose(x){perm=[0,2,3,1]}; b, c = Split(a, s:int64[2]{1,3}){axis=3};
                      y = Transpose(b){perm=[0,3,1,2]}; z = Transpose(c){perm=[0,3,1,2]} -> y, z
                    """,
                    "x:float[1,4,4,5] -> y, z = Split(x, s:int64[2]{1,3}){axis=1} -> y, z");
        }

        @Test
        void otherPermutationsAreJoined() {
            rewrites(
                    new CancelTransposes(),
                    """
                    x:float[1,3,4,5], z:float[1,3,4,5] ->
                      a = Transpose(x){perm=[0,2,3,1]}; b = Transpose(z){perm=[0,2,3,1]}; c = Mul(a, b);
                      y = Transpose(c){perm=[0,2,1,3]} -> y
                    """,
                    """
                    x:float[1,3,4,5], z:float[1,3,4,5] -> c = Mul(x, z); y = Transpose(c){perm=[0,3,2,1]} -> y
                    """);
        }

        @Test
        void aConvolutionGetsItsBias() {
            optimizes(
                    """
                    x:float[1,3,4,5] -> a = Conv(x, w:float[2,3,1,1]); b = Transpose(a){perm=[0,2,3,1]};
                      c = Add(b, k:float[2]); y = Reshape(c, s:int64[2]{4,10}) -> y
                    """,
                    """
                    x:float[1,3,4,5] -> a = Conv(x, w:float[2,3,1,1], k:float[2]); b = Transpose(a){perm=[0,2,3,1]};
                      y = Reshape(b, s:int64[2]{4,10}) -> y
                    """);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a = Transpose(x){perm=[0,2,3,1]}; y = Relu(a)",
                    "a = Transpose(x){perm=[0,2,3,1]}; b = CumSum(a, i:int64[]{1}); y = Transpose(b){perm=[0,3,1,2]}",
                    "a = Transpose(x){perm=[0,2,3,1]}; b = Add(a, z); y = Relu(b)",
                    "a = Transpose(x){perm=[0,2,3,1]}; b = ReduceMean(a){axes=[1], keepdims=0}; "
                            + "y = Transpose(b){perm=[0,2,1]}"
                })
        void whatSavesNothingStays(String nodes) {
            doesNotFire(
                    new CancelTransposes(),
                    "x:float[1,3,4,5], z:float[1,4,5,3] -> " + nodes + " -> y");
        }
    }

    @Nested
    class OfUnitAxes {
        @Test
        void theyAreReshapes() {
            rewrites(
                    new TransposeToReshape(),
                    "x:float[1,1,4,5] -> a = Transpose(x){perm=[0,2,3,1]}; y = Reshape(a, s:int64[2]{1,20}) -> y",
                    "x:float[1,1,4,5] -> a = Reshape(x, t:int64[4]{1,4,5,1}); y = Reshape(a, s:int64[2]{1,20}) -> y");
        }

        @Test
        void othersStay() {
            doesNotFire(
                    new TransposeToReshape(),
                    "x:float[1,2,4,5] -> a = Transpose(x){perm=[0,2,3,1]}; y = Reshape(a, s:int64[2]{1,40}) -> y");
            doesNotFire(
                    new TransposeToReshape(),
                    "x:float[1,1,4,5] -> a = Transpose(x){perm=[0,2,3,1]}; y = Relu(a) -> y");
        }
    }

    @Nested
    class IntoReaders {
        @Test
        void aReductionReadsWhatWasBefore() {
            rewrites(
                    new TransposeIntoReduction(),
                    "x:float[2,3,4,5] -> a = Transpose(x){perm=[0,2,3,1]}; "
                            + "y = ReduceMean(a){axes=[1,2], keepdims=0} -> y",
                    "x:float[2,3,4,5] -> y = ReduceMean(x){axes=[2,3], keepdims=0} -> y");
            rewrites(
                    new TransposeIntoReduction(),
                    "x:float[2,3,4] -> a = Transpose(x){perm=[1,0,2]}; y = ReduceSum(a, i:int64[1]{0}){keepdims=0} -> y",
                    "x:float[2,3,4] -> y = ReduceSum(x, i:int64[1]{1}){keepdims=0} -> y");
            doesNotFire(
                    new TransposeIntoReduction(),
                    "x:float[2,3,4] -> a = Transpose(x){perm=[2,1,0]}; y = ReduceMax(a){axes=[1], keepdims=0} -> y");
            doesNotFire(
                    new TransposeIntoReduction(),
                    "x:float[2,3,4] -> a = Transpose(x){perm=[1,0,2]}; y = ReduceMax(a){axes=[0]} -> y");
        }

        @Test
        void aProductOfMatricesReadsThemAsTheyWere() {
            rewrites(
                    new TransposeIntoGemm(),
                    "x:float[2,3], z:float[4,3] -> t = Transpose(z); y = MatMul(x, t) -> y",
                    "x:float[2,3], z:float[4,3] -> y = Gemm(x, z){transB=1} -> y");
            rewrites(
                    new TransposeIntoGemm(),
                    "x:float[3,2] -> t = Transpose(x){perm=[1,0]}; y = Gemm(t, w:float[4,3], b:float[4]){transB=1} -> y",
                    "x:float[3,2] -> y = Gemm(x, w:float[4,3], b:float[4]){transA=1, transB=1} -> y");
            doesNotFire(
                    new TransposeIntoGemm(),
                    "x:float[2,3], z:float[5,4,3] -> t = Transpose(z){perm=[0,2,1]}; y = MatMul(x, t) -> y");
            doesNotFire(
                    new TransposeIntoGemm(),
                    "x:float[2,3], z:float[4,3] -> t = Transpose(z); y = MatMul(x, t); u = Abs(t) -> y, u");
        }

        @Test
        void weightsAreOrderedByWhatWasFlattened() {
            rewrites(
                    new TransposeIntoWeights(),
                    """
                    x:float[N,3,4,5] -> a = Transpose(x){perm=[0,2,3,1]}; b = Reshape(a, s:int64[2]{0,60});
                      y = MatMul(b, w:float[60,7]) -> y
                    """,
                    "x:float[N,3,4,5] -> b = Reshape(x, s:int64[2]{0,60}); y = MatMul(b, w:float[60,7]) -> y");
            rewrites(
                    new TransposeIntoWeights(),
                    """
                    x:float[N,3,4] -> a = Transpose(x){perm=[0,2,1]}; b = Flatten(a);
                      y = Gemm(b, w:float[7,12], c:float[7]){transB=1} -> y
                    """,
                    "x:float[N,3,4] -> b = Flatten(x); y = Gemm(b, w:float[7,12], c:float[7]){transB=1} -> y");
            doesNotFire(
                    new TransposeIntoWeights(),
                    """
                    x:float[2,3,4] -> a = Transpose(x){perm=[1,0,2]}; b = Reshape(a, s:int64[2]{3,8});
                      y = MatMul(b, w:float[8,7]) -> y
                    """);
            doesNotFire(
                    new TransposeIntoWeights(),
                    """
                    x:float[2,3,4] -> a = Transpose(x){perm=[0,2,1]}; b = Reshape(a, s:int64[2]{8,3});
                      y = MatMul(b, w:float[3,7]) -> y
                    """);
        }
    }
}
