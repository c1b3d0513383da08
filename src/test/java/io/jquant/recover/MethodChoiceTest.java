package io.jquant.recover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.Calibrator;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.RangeTableWriter;
import io.jquant.data.SampleSource;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MethodChoiceTest {
    private static final String NET =
            """
            x:float[1,4,16,16] ->
              c = Conv(x, w:float[8,4,3,3], b:float[8]){pads=[1,1,1,1]};
              r = Relu(c);
              d = Conv(r, v:float[4,8,3,3], e:float[4]){pads=[1,1,1,1]}
            -> d:float[1,4,16,16]
            """;

    private static MethodChoice.Choice choose(String net, float far, int threads) {
        return choose(net, new Noise(16, 0, 1, far), List.of(new Noise(8, 100, 1, 0)), threads);
    }

    private static MethodChoice.Choice choose(
            String net, Noise samples, List<SampleSource> unseen, int threads) {
        return MethodChoice.choose(
                job(net, samples, threads),
                unseen,
                PlanOptions.of(Targets.ONNXRUNTIME),
                RangeMethods.Options.DEFAULTS,
                Refine.NONE);
    }

    private static CalibrationJob job(String net, Noise samples, int threads) {
        Model model = GraphText.parse(net);
        PlanOptions options = PlanOptions.of(Targets.ONNXRUNTIME);
        Planner.prepare(model, options);
        return CalibrationJob.of(model, samples, Planner.requests(model, options))
                .withThreads(threads);
    }

    @Test
    void isNoWorseThanTheUsualMethodOnTheJudgingSamples() {
        MethodChoice.Choice c = choose(NET, 0, 1);
        assertEquals(RangeMethods.names().size(), c.tried().size());
        double usual = c.tried().get(RangeMethods.USUAL);
        assertTrue(c.decibels() >= usual, () -> c.decibels() + " " + c.tried());
        assertTrue(c.ranges().method().startsWith("auto:"), c.ranges().method());
        assertEquals(c.grid(), RangeMethods.gridOf(c.ranges().method()));
    }

    @Test
    void anOutlierOfTheCalibrationIsClipped() {
        MethodChoice.Choice c = choose(NET, 400, 1);
        assertTrue(c.ranges().get("x").range().max() < 100, c.ranges().method());
        assertTrue(c.decibels() > c.tried().get("asymmetric-min-max") + 3);
    }

    @Test
    void rangesAreThoseOfAllSamplesByTheChosenMethod() {
        MethodChoice.Choice c = choose(NET, new Noise(20, 0, 1, 0), List.of(), 2);
        assertEquals(20, c.judges());
        assertEquals(0, c.unseen());
        assertFalse(c.crossed());
        assertIsOf(c, new Noise(20, 0, 1, 0));
    }

    @Test
    void fewSamplesAreJudgedByRangesOfTheOtherHalf() {
        for (int samples : new int[] {2, 5}) {
            MethodChoice.Choice c = choose(NET, new Noise(samples, 0, 1, 400), List.of(), 2);
            assertTrue(c.crossed());
            assertEquals(samples, c.judges());
            assertEquals(samples, c.unseen());
            assertTrue(c.exceptions().isEmpty());
            assertIsOf(c, new Noise(samples, 0, 1, 400));
        }
    }

    @Test
    void fewSamplesAreNotAskedWhereThereAreEnoughOthers() {
        MethodChoice.Choice c =
                choose(NET, new Noise(2, 0, 1, 0), List.of(new Noise(8, 100, 1, 0)), 1);
        assertFalse(c.crossed());
        assertEquals(8, c.judges());
        assertEquals(8, c.unseen());
    }

    private static void assertIsOf(MethodChoice.Choice c, Noise samples) {
        assertTrue(c.exceptions().isEmpty(), c::toString);
        String name = c.ranges().method().substring("auto:".length());
        PlanOptions options = PlanOptions.of(Targets.ONNXRUNTIME);
        NamedMethod method = options.laid(RangeMethods.find(name, RangeMethods.Options.DEFAULTS));
        RangeTable single = Calibrator.calibrate(job(NET, samples, 1), method);
        assertEquals(
                RangeTableWriter.json(new RangeTable(c.ranges().method(), single.tensors())),
                RangeTableWriter.json(c.ranges()));
    }

    @Test
    void doesNotDependOnThreads() {
        MethodChoice.Choice one = choose(NET, 20, 1);
        MethodChoice.Choice three = choose(NET, 20, 3);
        assertEquals(RangeTableWriter.json(one.ranges()), RangeTableWriter.json(three.ranges()));
        assertEquals(one.tried(), three.tried());
    }

    @Test
    void modelWithNothingToQuantizeGetsTheUsualMethod() {
        MethodChoice.Choice c =
                choose("x:float[1,4,16,16] -> d = Abs(x) -> d:float[1,4,16,16]", 0, 1);
        assertTrue(c.ranges().method().endsWith(RangeMethods.USUAL), c.ranges().method());
    }

    private static MethodChoice.Choice gates(int samples, Refine refine, int threads) {
        Model model =
                GraphText.parse(
                        """
                        x:float[1,4,16,16] ->
                          c:float[1,8,16,16] = Conv(x, w:float[8,4,3,3], b:float[8]){pads=[1,1,1,1]};
                          s:float[1,8,16,16] = Sigmoid(c);
                          d:float[1,4,16,16] = Conv(s, v:float[4,8,3,3], e:float[4]){pads=[1,1,1,1]}
                        -> d:float[1,4,16,16]
                        """);
        PlanOptions options = PlanOptions.of(Targets.ONNXRUNTIME);
        Planner.prepare(model, options);
        CalibrationJob job =
                CalibrationJob.of(
                                model,
                                new Noise(samples, 0, 20, 0),
                                Planner.requests(model, options))
                        .withThreads(threads);
        return MethodChoice.choose(
                job,
                List.of(new Noise(samples, samples > 1 ? 100 : 0, 20, 0)),
                options,
                RangeMethods.Options.DEFAULTS,
                refine);
    }

    @Test
    void aTensorInFrontOfASigmoidIsRangedByTheErrorBehindIt() {
        MethodChoice.Choice c = gates(20, Refine.NONE, 1);
        double single = c.tried().values().stream().mapToDouble(d -> d).max().orElseThrow();
        assertEquals("behind-sigmoid", c.exceptions().get("c"), c::toString);
        assertTrue(c.decibels() > single + 0.5, () -> c.decibels() + " after " + single);
    }

    @Test
    void oneSampleAloneMakesNoExceptions() {
        MethodChoice.Choice c = gates(1, Refine.NONE, 1);
        assertTrue(c.exceptions().isEmpty());
        assertEquals(1, c.judges());
    }

    @Test
    void refinedRangesAreTakenOnlyWhereTheHeldOutSamplesAreBetterForIt() {
        MethodChoice.Choice plain = gates(8, Refine.NONE, 1);
        MethodChoice.Choice refined = gates(8, Refine.MLE, 2);
        assertTrue(refined.decibels() >= plain.decibels());
        assertEquals(
                refined.refinement().taken(),
                refined.ranges().method().endsWith(Refinement.SUFFIX));
        assertEquals(refined.grid(), RangeMethods.gridOf(refined.ranges().method()));
    }
}
