package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Two of a kind in a row. */
class MergesTest {
    @Nested
    class Transposes {
        @Test
        void twoAreOne() {
            rewrites(
                    new MergeTransposes(),
                    "x:float[2,3,4] -> t = Transpose(x){perm=[1,2,0]}; y = Transpose(t){perm=[1,0,2]} -> y",
                    "x:float[2,3,4] -> y = Transpose(x){perm=[2,1,0]} -> y");
        }

        @Test
        void theyMayCancel() {
            rewrites(
                    new MergeTransposes(),
                    """
                    x:float[1,2,3,4] -> t = Transpose(x){perm=[0,2,3,1]}; r = Relu(t);
                      u = Transpose(t){perm=[0,3,1,2]}; y = Neg(u) -> y, r
                    """,
                    """
                    x:float[1,2,3,4] -> t = Transpose(x){perm=[0,2,3,1]}; r = Relu(t); y = Neg(x) -> y, r
                    """);
            rewrites(
                    new MergeTransposes(),
                    "x:float[2,3] -> a = Abs(x); t = Transpose(a); y = Transpose(t) -> y",
                    "x:float[2,3] -> y = Abs(x) -> y");
        }

        @Test
        void oneAloneStays() {
            doesNotFire(new MergeTransposes(), "x:float[2,3] -> y = Transpose(x) -> y");
        }
    }

    @Nested
    class Slices {
        @Test
        void axesAreJoined() {
            rewrites(
                    new MergeSlices(),
                    """
                    x:float[1,3,8,8] ->
                      a = Slice(x, s1:int64[1]{1}, e1:int64[1]{9223372036854775807}, a1:int64[1]{2}, p1:int64[1]{2});
                      y = Slice(a, s2:int64[1]{0}, e2:int64[1]{-1}, a2:int64[1]{-1}, p2:int64[1]{2}) -> y
                    """,
                    """
                    x:float[1,3,8,8] ->
                      y = Slice(x, s:int64[2]{1,0}, e:int64[2]{9223372036854775807,7}, a:int64[2]{2,3}, p:int64[2]{2,2})
                    -> y
                    """);
        }

        @Test
        void partsOfPartsAreComposed() {
            rewrites(
                    new MergeSlices(),
                    """
                    x:float[20] ->
                      a = Slice(x, s1:int64[1]{2}, e1:int64[1]{18}, a1:int64[1]{0}, p1:int64[1]{2});
                      y = Slice(a, s2:int64[1]{1}, e2:int64[1]{6}, a2:int64[1]{0}, p2:int64[1]{3}) -> y
                    """,
                    """
                    x:float[20] ->
                      y = Slice(x, s:int64[1]{4}, e:int64[1]{14}, a:int64[1]{0}, p:int64[1]{6}) -> y
                    """);
        }

        @Test
        void allReadersMustBeSlices() {
            doesNotFire(
                    new MergeSlices(),
                    """
                    x:float[8,8] -> a = Slice(x, s:int64[1]{1}, e:int64[1]{3}, a0:int64[1]{0});
                      y = Slice(a, s, e, a1:int64[1]{1}); z = Neg(a) -> y, z
                    """);
        }

        @Test
        void countingFromAnOpenEndStays() {
            doesNotFire(
                    new MergeSlices(),
                    """
                    x:float[N,8] -> a = Slice(x, s:int64[1]{-3}, e:int64[1]{9223372036854775807}, a0:int64[1]{0});
                      y = Slice(a, s, e, a1:int64[1]{1}) -> y
                    """);
        }
    }

    @Nested
    class Concats {
        @Test
        void nestedOnesAreOne() {
            rewrites(
                    new MergeConcats(),
                    """
                    a:float[1,2], b:float[1,2], c:float[1,2], d:float[1,2] ->
                      p = Concat(b, c){axis=1}; q = Concat(a, p){axis=-1}; y = Concat(q, d){axis=1} -> y
                    """,
                    """
                    a:float[1,2], b:float[1,2], c:float[1,2], d:float[1,2] ->
                      y = Concat(a, b, c, d){axis=1} -> y
                    """);
        }

        @Test
        void otherAxesAndOtherReadersStay() {
            doesNotFire(
                    new MergeConcats(),
                    "a:float[1,2], b:float[1,2] -> p = Concat(a, b){axis=0}; y = Concat(p, p){axis=1} -> y");
            doesNotFire(
                    new MergeConcats(),
                    """
                    a:float[1,2], b:float[1,2] -> p = Concat(a, b){axis=1};
                      y = Concat(p, a){axis=1}; z = Neg(p) -> y, z
                    """);
        }
    }

    @Nested
    class ViewsInARow {
        @Test
        void twoAreOne() {
            rewrites(
                    new MergeViews(),
                    "x:float[N,6] -> a = Unsqueeze(x, i:int64[1]{1}); y = Reshape(a, s:int64[3]{-1,2,3}) -> y",
                    "x:float[N,6] -> y = Reshape(x, s:int64[3]{0,2,3}) -> y");
            rewrites(
                    new MergeViews(),
                    "x:float[2,3,4] -> a = Flatten(x){axis=2}; y = Flatten(a){axis=0} -> y",
                    "x:float[2,3,4] -> y = Reshape(x, s:int64[2]{1,24}) -> y");
        }

        @Test
        void theShapeMayComeBack() {
            rewrites(
                    new MergeViews(),
                    """
                    x:float[N,C,7] -> a = Unsqueeze(x, i:int64[1]{2}); r = Relu(a);
                      b = Squeeze(a, i); y = Neg(b) -> y, r
                    """,
                    "x:float[N,C,7] -> a = Unsqueeze(x, i:int64[1]{2}); r = Relu(a); y = Neg(x) -> y, r");
        }

        @Test
        void axesAreJoinedWhateverTheShape() {
            rewrites(
                    new MergeViews(),
                    "x:float[A,B,C] -> a = Unsqueeze(x, i:int64[1]{0}); y = Unsqueeze(a, j:int64[2]{1,-1}) -> y",
                    "x:float[A,B,C] -> y = Unsqueeze(x, i:int64[3]{0,1,5}) -> y");
            rewrites(
                    new MergeViews(),
                    "x:float[A,1,B,1,C] -> a = Squeeze(x, i:int64[1]{1}); y = Squeeze(a, j:int64[1]{2}) -> y",
                    "x:float[A,1,B,1,C] -> y = Squeeze(x, i:int64[2]{1,3}) -> y");
        }

        @Test
        void whatNeedsSizesAtRunTimeStays() {
            doesNotFire(
                    new MergeViews(),
                    "x:float[A,B,C] -> a = Unsqueeze(x, i:int64[1]{0}); y = Flatten(a){axis=3} -> y");
        }

        @Test
        void otherReadersStay() {
            doesNotFire(
                    new MergeViews(),
                    """
                    x:float[2,6] -> a = Unsqueeze(x, i:int64[1]{1}); z = Neg(a);
                      y = Reshape(a, s:int64[3]{2,2,3}) -> y, z
                    """);
        }
    }

    @Nested
    class Clips {
        @Test
        void theInnerIntervalIsKept() {
            rewrites(
                    new MergeClips(),
                    "x:float[4] -> a = Relu(x); y = Clip(a, l:float[]{-1}, h:float[]{0.5}) -> y",
                    "x:float[4] -> y = Clip(x, l:float[]{0}, h:float[]{0.5}) -> y");
            rewrites(
                    new MergeClips(),
                    "x:float[4] -> a = Clip(x, l:float[]{-0.5}); y = Relu(a) -> y",
                    "x:float[4] -> y = Relu(x) -> y");
            rewrites(
                    new MergeClips(),
                    "x:float[4] -> a = Clip(x, l:float[]{-1}, h:float[]{2}); y = Clip(a, m:float[]{0.25}) -> y",
                    "x:float[4] -> y = Clip(x, l:float[]{0.25}, h:float[]{2}) -> y");
        }

        @Test
        void aSecondThatChangesNothingGoes() {
            rewrites(
                    new MergeClips(),
                    "x:float[4] -> a = Clip(x, l:float[]{0}, h:float[]{0.5}); b = Relu(a); y = Neg(b); z = Abs(a) -> y, z",
                    "x:float[4] -> a = Clip(x, l:float[]{0}, h:float[]{0.5}); y = Neg(a); z = Abs(a) -> y, z");
        }

        @Test
        void boundsThatAreFedAndOtherReadersStay() {
            doesNotFire(
                    new MergeClips(), "x:float[4], l:float[] -> a = Relu(x); y = Clip(a, l) -> y");
            doesNotFire(
                    new MergeClips(),
                    "x:float[4] -> a = Relu(x); y = Clip(a, _, h:float[]{0.5}); z = Neg(a) -> y, z");
        }
    }
}
