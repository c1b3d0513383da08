package io.jquant.recover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTableWriter;
import io.jquant.data.Sample;
import io.jquant.data.SampleSource;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.target.Targets;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Map;
import java.util.Random;
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

    /** Noise; in the first sample of those to find ranges by, one value is far away. */
    private record Noise(int size, int first, float far) implements SampleSource {
        @Override
        public String name(int index) {
            return "noise" + (first + index);
        }

        @Override
        public Sample load(int index) {
            Random random = new Random(first + index);
            float[] x = new float[4 * 16 * 16];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            if (first + index == 0) {
                x[7] = far;
            }
            return Sample.of(name(index), Map.of("x", Tensor.of(Shape.of(1, 4, 16, 16), x)));
        }
    }

    private static MethodChoice.Choice choose(String net, float far, int threads) {
        Model model = GraphText.parse(net);
        PlanOptions options = PlanOptions.of(Targets.ONNXRUNTIME);
        Planner.prepare(model, options);
        CalibrationJob job =
                CalibrationJob.of(model, new Noise(8, 0, far), Planner.requests(model, options))
                        .withThreads(threads);
        return MethodChoice.choose(
                job, new Noise(4, 100, 0), options, RangeMethods.Options.DEFAULTS);
    }

    @Test
    void isAsGoodAsTheBestSingleMethodOnTheJudgingSamples() {
        MethodChoice.Choice c = choose(NET, 0, 1);
        assertEquals(RangeMethods.names().size(), c.tried().size());
        double best = c.tried().values().stream().mapToDouble(d -> d).max().orElseThrow();
        assertTrue(c.decibels() >= best, () -> c.decibels() + " " + c.tried());
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
        assertTrue(c.ranges().method().endsWith(RangeMethods.DEFAULT), c.ranges().method());
    }
}
