package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.graph.GraphPrinter;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.Optimizer;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.target.Trait;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Passes that run, or do not, for the sake of a target. */
class TargetPassesTest {
    private static final OptimizeOptions ORT =
            OptimizeOptions.standard().withTarget(Targets.ONNXRUNTIME);
    private static final OptimizeOptions TFLITE =
            OptimizeOptions.standard().withTarget(Targets.TFLITE);

    private static Target with(Trait trait) {
        Target t = Targets.TFLITE;
        return new Target(
                t.name(),
                t.summary(),
                t.activations(),
                t.coverage(),
                Set.of(trait),
                t.requantizes(),
                t.leftFloat(),
                t.weightsOnly(),
                t.pairSumLimit());
    }

    @Test
    void anEinsumIsAProductOfMatrices() {
        rewrites(
                new EinsumToMatMul(),
                ORT,
                "x:float[A,B,3] -> y = Einsum(x, w:float[3,4]){equation=\"abc,cd->abd\"} -> y",
                "x:float[A,B,3] -> y = MatMul(x, w:float[3,4]) -> y");
        rewrites(
                new EinsumToMatMul(),
                ORT,
                "q:float[A,5,2,3], k:float[A,7,2,3] -> y = Einsum(k, q){equation=\"aecd,abcd->acbe\"} -> y",
                """
                q:float[A,5,2,3], k:float[A,7,2,3] -> l = Transpose(q){perm=[0,2,1,3]};
                  r = Transpose(k){perm=[0,2,3,1]}; y = MatMul(l, r) -> y
                """);
        rewrites(
                new EinsumToMatMul(),
                ORT,
                "x:float[A,4,5,6], w:float[4,7,6] -> y = Einsum(x, w){equation=\"bhwc,hkc->bhwk\"} -> y",
                """
                x:float[A,4,5,6], w:float[4,7,6] -> t = Transpose(w){perm=[0,2,1]}; y = MatMul(x, t) -> y
                """);
        rewrites(
                new EinsumToMatMul(),
                ORT,
                "x:float[B,3,4] -> y = Einsum(v:float[5,3], x){equation=\"oc,bct->bot\"} -> y",
                "x:float[B,3,4] -> l = Transpose(x){perm=[0,2,1]}; r = Transpose(v:float[5,3]){perm=[1,0]};"
                        + " p = MatMul(l, r); y = Transpose(p){perm=[0,2,1]} -> y");
        rewrites(
                new EinsumToMatMul(),
                ORT,
                "x:float[B,3,4], v:float[B,4,5] -> y = Einsum(x, v){equation=\"...ij,...jk\"} -> y",
                "x:float[B,3,4], v:float[B,4,5] -> y = MatMul(x, v) -> y");
    }

    @Test
    void anEinsumOfManyAxesJoinsThem() {
        rewrites(
                new EinsumToMatMul(),
                ORT,
                """
                x:float[A,B,6], w:float[6,2,4] -> p = Einsum(x, w){equation="abc,cde->abde"};
                  y = Add(b:float[2,4], p) -> y
                """,
                """
                x:float[A,B,6], w:float[6,2,4] -> v = Reshape(w, s:int64[2]{6,8}); p = MatMul(x, v);
                  c = Reshape(b:float[2,4], f:int64[1]{-1}); q = Add(p, c);
                  y = Reshape(q, t:int64[4]{0,0,2,4}) -> y
                """);
        rewrites(
                new EinsumToMatMul(),
                ORT,
                "x:float[A,B,2,4], w:float[2,4,6] -> y = Einsum(x, w){equation=\"abcd,cde->abe\"} -> y",
                """
                x:float[A,B,2,4], w:float[2,4,6] -> l = Reshape(x, s:int64[3]{0,0,8});
                  r = Reshape(w, t:int64[2]{8,-1}); y = MatMul(l, r) -> y
                """);
    }

    @Test
    void anEinsumThatIsNoProductOfMatricesStays() {
        for (String equation : List.of("ij,ij->ij", "ij,kl->ijkl", "ij,jk->i", "ii,ij->ij")) {
            doesNotFire(
                    new EinsumToMatMul(),
                    ORT,
                    "x:float[3,3], v:float[3,3] -> y = Einsum(x, v){equation=\""
                            + equation
                            + "\"} -> y");
        }
        doesNotFire(
                new EinsumToMatMul(),
                ORT,
                "x:float[3,K], v:float[K,3] -> y = Einsum(x, v){equation=\"ij,jk->ik\"} -> y");
    }

    @Test
    void aMeanOverSpaceIsAPool() {
        rewrites(
                new MeanToGlobalPool(),
                ORT,
                "x:float[N,3,H,W] -> y = ReduceMean(x){axes=[2,3]} -> y",
                "x:float[N,3,H,W] -> y = GlobalAveragePool(x) -> y");
        rewrites(
                new MeanToGlobalPool(),
                ORT,
                "x:float[N,3,H,W] -> y = ReduceMean(x){axes=[-1,-2], keepdims=0} -> y",
                "x:float[N,3,H,W] -> a = GlobalAveragePool(x); y = Flatten(a){axis=1} -> y");
        doesNotFire(
                new MeanToGlobalPool(),
                ORT,
                "x:float[N,3,H,W] -> y = ReduceMean(x){axes=[3]} -> y");
        doesNotFire(
                new MeanToGlobalPool(),
                ORT,
                "x:float[N,3,H,W] -> m = ReduceMean(x){axes=[2,3]}; y = Sub(x, m) -> y");
        doesNotFire(
                new MeanToGlobalPool(), "x:float[N,3,H,W] -> y = ReduceMean(x){axes=[2,3]} -> y");
    }

    @Test
    void aLoneBatchNormalizationIsWhatTheTargetComputes() {
        String model =
                "x:float[N,3,4,4] -> y = BatchNormalization(x, s:float[3], b:float[3], m:float[3], v:float[3]) -> y";
        rewrites(
                new LoneBatchNorm(),
                TFLITE,
                model,
                "x:float[N,3,4,4] -> a = Mul(x, s:float[3,1,1]); y = Add(a, t:float[3,1,1]) -> y");
        rewrites(
                new LoneBatchNorm(),
                OptimizeOptions.standard().withTarget(with(Trait.LONE_BATCH_NORM_AS_CONV)),
                model,
                "x:float[N,3,4,4] -> y = Conv(x, w:float[3,1,1,1], b:float[3]){group=3, kernel_shape=[1,1]} -> y");
        doesNotFire(new LoneBatchNorm(), ORT, model);
        doesNotFire(new LoneBatchNorm(), model);
    }

    @Test
    void aSumOfManyIsTakenInPairs() {
        rewrites(
                new SumToAdd(),
                TFLITE,
                "x:float[3], z:float[3] -> y = Sum(x, z, x) -> y",
                "x:float[3], z:float[3] -> a = Add(x, z); y = Add(a, x) -> y");
    }

    @Test
    void preprocessingIsFoldedOnlyWhenAskedFor() {
        String model =
                "x:float[N,3,4,4] -> a = Mul(x, s:float[]{0.5}); y = Conv(a, w:float[2,3,1,1]) -> y";
        rewrites(
                new FoldPreprocessing(),
                model,
                "x:float[N,3,4,4] -> y = Conv(x, w:float[2,3,1,1]) -> y");
        doesNotFire(
                new FoldPreprocessing(),
                "x:float[N,3,4,4] -> a = Add(x, s:float[]{0.5}); y = Conv(a, w:float[2,3,1,1]){pads=[1,1,1,1]} -> y");
        assertEquals(model(model), optimized(model, OptimizeOptions.standard()));
        assertEquals(
                model("x:float[N,3,4,4] -> y = Conv(x, w:float[2,3,1,1]) -> y"),
                optimized(
                        model,
                        OptimizeOptions.standard().withPasses(List.of("+fold-preprocessing"))));
    }

    @Test
    void aTargetOfPartsKeepsThem() {
        String model =
                "x:float[N,3] -> a = Add(x, c:float[]{3}); b = Clip(a, l:float[]{0}, h:float[]{6}); "
                        + "d = Mul(b, s:float[]{0.16666667}); y = Mul(x, d) -> y";
        assertEquals(model(model), optimized(model, TFLITE));
        assertEquals(model("x:float[N,3] -> y = HardSwish(x) -> y"), optimized(model, ORT));
    }

    @Test
    void quantizationKeepsProductsApart() {
        String model =
                "x:float[2,3], z:float[4,3] -> t = Transpose(z){perm=[1,0]}; y = MatMul(x, t) -> y";
        assertEquals(model(model), optimized(model, ORT));
        assertEquals(
                model("x:float[2,3], z:float[4,3] -> y = Gemm(x, z){transB=1} -> y"),
                optimized(model, OptimizeOptions.standard()));
    }

    private static String model(String text) {
        return GraphPrinter.print(GraphText.parse(text));
    }

    private static String optimized(String text, OptimizeOptions options) {
        Model m = GraphText.parse(text);
        Optimizer.optimize(m, options);
        return GraphPrinter.print(m);
    }
}
