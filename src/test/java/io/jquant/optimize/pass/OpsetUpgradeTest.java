package io.jquant.optimize.pass;

import static io.jquant.optimize.PassTest.doesNotFire;
import static io.jquant.optimize.PassTest.rewrites;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.Optimizer;
import io.jquant.optimize.PassTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpsetUpgradeTest {
    private static void upgrades(int from, String input, String before, String after) {
        rewrites(
                new OpsetUpgrade(),
                OptimizeOptions.standard().withOpset(21),
                "opset " + from + "; " + input + " -> y = " + before + " -> y",
                "opset 21; " + input + " -> " + after + " -> y");
    }

    @Test
    void attributesBecomeInputs() {
        String x = "x:float[1,6,1,4]";
        upgrades(9, x, "Squeeze(x){axes=[2]}", "y = Squeeze(x, a:int64[1]{2})");
        upgrades(9, x, "Unsqueeze(x){axes=[0]}", "y = Unsqueeze(x, a:int64[1]{0})");
        upgrades(
                9,
                x,
                "Slice(x){starts=[1], ends=[3], axes=[1]}",
                "y = Slice(x, s:int64[1]{1}, e:int64[1]{3}, a:int64[1]{1})");
        upgrades(
                9,
                x,
                "Slice(x){starts=[0,0,0,1], ends=[1,3,1,3]}",
                "y = Slice(x, s:int64[4]{0,0,0,1}, e:int64[4]{1,3,1,3})");
        upgrades(9, x, "ReduceSum(x){axes=[1]}", "y = ReduceSum(x, a:int64[1]{1})");
        upgrades(9, x, "ReduceMean(x){axes=[1]}", "y = ReduceMean(x, a:int64[1]{1})");
        upgrades(9, x, "Clip(x){min=0.0, max=6.0}", "y = Clip(x, a:float[]{0}, b:float[]{6})");
        upgrades(9, x, "Clip(x){max=6.0}", "y = Clip(x, _, b:float[]{6})");
        upgrades(9, x, "Clip(x)", "y = Clip(x)");
        upgrades(
                9,
                x,
                "Pad(x){pads=[0,0,1,1,0,0,1,1], value=2.0}",
                "y = Pad(x, p:int64[8]{0,0,1,1,0,0,1,1}, v:float[]{2})");
        upgrades(
                9,
                x,
                "Pad(x){pads=[0,0,0,1,0,0,0,1], mode=\"reflect\"}",
                "y = Pad(x, p:int64[8]{0,0,0,1,0,0,0,1}){mode=\"reflect\"}");
        upgrades(9, x, "Dropout(x){ratio=0.3}", "y = Dropout(x)");
    }

    @Test
    void outputsThatWereCountedByAnAttributeAreCountedByAnInput() {
        rewrites(
                new OpsetUpgrade(),
                OptimizeOptions.standard().withOpset(18),
                "opset 9; x:float[6] -> y, z = Split(x){axis=0, split=[2,4]}; a, b = Split(x) -> y, z, a, b",
                """
                opset 18; x:float[6] -> y, z = Split(x, s:int64[2]{2,4}){axis=0};
                a, b = Split(x){num_outputs=2} -> y, z, a, b
                """);
        rewrites(
                new OpsetUpgrade(),
                "opset 9; x:float[2,6] -> y, i = TopK(x){k=2, axis=1} -> y, i",
                "x:float[2,6] -> y, i = TopK(x, k:int64[1]{2}){axis=1} -> y, i");
    }

    @Test
    void upsampleBecomesResize() {
        upgrades(
                7,
                "x:float[1,1,2,2]",
                "Upsample(x){scales=[1.0,1.0,2.0,2.0], mode=\"nearest\"}",
                """
                y = Resize(x, _, s:float[4]{1,1,2,2}){mode="nearest", nearest_mode="floor",
                  coordinate_transformation_mode="asymmetric"}
                """);
        upgrades(
                9,
                "x:float[1,1,2,2]",
                "Upsample(x, s:float[4]{1,1,2,2}){mode=\"linear\"}",
                """
                y = Resize(x, _, s:float[4]{1,1,2,2}){mode="linear",
                  coordinate_transformation_mode="asymmetric"}
                """);
    }

    @Test
    void resizeOfOpset10MapsCoordinatesAsItDid() {
        upgrades(
                10,
                "x:float[1,1,4,4]",
                "Resize(x, s:float[4]{1,1,0.5,0.5}){mode=\"nearest\"}",
                """
                y = Resize(x, _, s:float[4]{1,1,0.5,0.5}){mode="nearest", nearest_mode="ceil",
                  coordinate_transformation_mode="asymmetric"}
                """);
    }

    /** Scales that are fed: the declared sizes say that it shrinks. */
    @Test
    void resizeOfOpset10ByFedScales() {
        Model m =
                GraphText.parse(
                        """
                        opset 10; x:float[1,1,2,4], s:float[4] -> y = Resize(x, s){mode="nearest"}
                        -> y:float[1,1,1,2]
                        """);
        Optimizer.optimize(m, OptimizeOptions.standard());
        Node resize = m.graph().nodes().get(0);
        assertEquals("ceil", resize.attributes().getString("nearest_mode", ""));
    }

    @ParameterizedTest
    @CsvSource({"floor, round_prefer_ceil", "round_prefer_floor, ceil"})
    void theModeForNearestIsExpressedByRounding(String before, String after) {
        upgrades(
                11,
                "x:float[1,1,3,5]",
                """
                Resize(x, r:float[0], s:float[4]{1,1,2,3}){mode="nearest", nearest_mode="%s",
                  coordinate_transformation_mode="tf_half_pixel_for_nn"}
                """
                        .formatted(before),
                """
                y = Resize(x, r:float[0], s:float[4]{1,1,2,3}){mode="nearest", nearest_mode="%s",
                  coordinate_transformation_mode="half_pixel"}
                """
                        .formatted(after));
    }

    @ParameterizedTest
    @CsvSource({"Softmax", "LogSoftmax", "Hardmax"})
    void softmaxOverTheLastAxisStays(String op) {
        upgrades(9, "x:float[2,5]", op + "(x)", "y = " + op + "(x){axis=-1}");
        upgrades(9, "x:float[2,3,5]", op + "(x){axis=2}", "y = " + op + "(x){axis=-1}");
    }

    @Test
    void softmaxOverOneAxisAndUnitAxesBehindItStays() {
        upgrades(9, "x:float[2,5,1,1]", "Softmax(x)", "y = Softmax(x){axis=1}");
        upgrades(9, "x:float[N,5,1,1]", "Softmax(x)", "y = Softmax(x){axis=1}");
    }

    @Test
    void softmaxOverSeveralAxesIsFlattened() {
        upgrades(
                9,
                "x:float[2,3,4]",
                "Softmax(x){axis=1}",
                """
                f = Flatten(x){axis=1}; s = Softmax(f){axis=-1}; y = Reshape(s, t:int64[3]{2,3,4})
                """);
        upgrades(
                9,
                "x:float[N,3,4]",
                "Softmax(x){axis=1}",
                """
                f = Flatten(x){axis=1}; s = Softmax(f){axis=-1}; y = Reshape(s, t:int64[3]{-1,3,4})
                """);
        upgrades(
                9,
                "x:float[N,3,W]",
                "Softmax(x){axis=1}",
                """
                f = Flatten(x){axis=1}; s = Softmax(f){axis=-1}; t = Shape(x); y = Reshape(s, t)
                """);
    }

    @Test
    void aMaskOfNumbersIsMadeOfOneOfTruthValues() {
        rewrites(
                new OpsetUpgrade(),
                "opset 9; x:float[2] -> y, m = Dropout(x) -> y, m",
                "x:float[2] -> y, b = Dropout(x); m = Cast(b){to=1} -> y, m");
    }

    @Test
    void statisticsOfBatchNormalizationGo() {
        rewrites(
                new OpsetUpgrade(),
                """
                opset 7; x:float[1,2,3] ->
                  y, a, b = BatchNormalization(x, s:float[2], o:float[2], m:float[2], v:float[2]){spatial=1}
                -> y
                """,
                """
                x:float[1,2,3] ->
                  y = BatchNormalization(x, s:float[2], o:float[2], m:float[2], v:float[2]) -> y
                """);
    }

    @Test
    void operandsLaidAlongAnAxisAreUnsqueezed() {
        upgrades(
                6,
                "x:float[2,3,4]",
                "Add(x, b:float[3]){broadcast=1, axis=1}",
                "u = Unsqueeze(b:float[3], a:int64[1]{1}); y = Add(x, u)");
        upgrades(6, "x:float[2,3]", "Add(x, b:float[3]){broadcast=1}", "y = Add(x, b:float[3])");
    }

    @Test
    void laterChangesAreMadeToo() {
        upgrades(
                16,
                "x:float[1,1,4,4], g:float[1,2,2,2]",
                "GridSample(x, g){mode=\"bilinear\"}",
                "y = GridSample(x, g){mode=\"linear\"}");
        upgrades(
                10,
                "x:float[1,1,4,4]",
                "RoiAlign(x, r:float[1,4], b:int64[1]{0})",
                """
                y = RoiAlign(x, r:float[1,4], b:int64[1]{0}){
                  coordinate_transformation_mode="output_half_pixel"}
                """);
    }

    @Test
    void bodiesAreUpgradedToo() {
        rewrites(
                new OpsetUpgrade(),
                """
                opset 11; c:bool[], x:float[1,2] -> y = If(c){
                  then_branch=graph(-> t = Squeeze(x){axes=[0]} -> t),
                  else_branch=graph(-> e = Squeeze(x){axes=[0]} -> e)} -> y
                """,
                """
                c:bool[], x:float[1,2] -> y = If(c){
                  then_branch=graph(-> t = Squeeze(x, a:int64[1]{0}) -> t),
                  else_branch=graph(-> e = Squeeze(x, b:int64[1]{0}) -> e)} -> y
                """);
    }

    @Test
    void aNewerModelKeepsItsOperatorSet() {
        doesNotFire(new OpsetUpgrade(), "opset 18; x:float[1] -> y = Abs(x) -> y");
        doesNotFire(new OpsetUpgrade(), "opset 17; x:float[1] -> y = Abs(x) -> y");
    }

    @Test
    void aNodeThatCannotBeUpgradedKeepsTheModelAsItIs() {
        doesNotFire(
                new OpsetUpgrade(),
                """
                opset 8; x:float[2,3,4] -> s = Squeeze(x);
                  y = BatchNormalization(s, s2:float[3,4], o:float[3,4], m:float[3,4], v:float[3,4]){spatial=0}
                -> y
                """);
    }

    @Test
    void theIrVersionFollows() {
        Model m =
                PassTest.apply(
                        new OpsetUpgrade(),
                        OptimizeOptions.standard(),
                        "opset 9; ir 4; x:float[1] -> y = Abs(x) -> y");
        assertEquals(17, m.opset());
        assertEquals(8, m.irVersion());
    }

    @Test
    void passesThatNeedANewerOperatorSetWaitForIt() {
        Model m = GraphText.parse("opset 9; x:float[1,3] -> y = Squeeze(x){axes=[0]} -> y");
        Optimizer.optimize(m, OptimizeOptions.standard().withSkip(List.of("opset-upgrade")));
        assertEquals(9, m.opset());
        assertFalse(m.graph().nodes().isEmpty());
    }

    /** Before opset 10 files hold experimental operators, which later sets do not have. */
    @Test
    void anUnknownOperatorKeepsTheOpset() {
        Model model = GraphText.parse("opset 9; x:float[2] -> y = Crop(x) -> y");
        Optimizer.optimize(model, OptimizeOptions.standard().withOpset(17));
        assertEquals(9, model.opset());
    }

    @Test
    void whatTheFirstOperatorSetsSaidOtherwise() {
        upgrades(
                1,
                "x:float[1,2,6]",
                "LpPool(x){kernel_shape=[2], p=2.0, strides=[2]}",
                "y = LpPool(x){kernel_shape=[2], p=2, strides=[2]}");
        upgrades(
                1,
                "x:float[2,3]",
                "Reshape(x){shape=[6], consumed_inputs=[0]}",
                "y = Reshape(x, s:int64[1]{6})");
        upgrades(1, "x:float[3]", "Relu(x){consumed_inputs=[0]}", "y = Relu(x)");
        upgrades(1, "x:float[3]", "Selu(x)", "y = Selu(x){alpha=1.6732, gamma=1.0507}");
        upgrades(
                9,
                "x:float[2,3,4,2]",
                "MeanVarianceNormalization(x)",
                "y = MeanVarianceNormalization(x){axes=[0,2,3]}");
    }
}
