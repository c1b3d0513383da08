package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.data.BadSamples;
import io.jquant.data.Sample;
import io.jquant.data.SampleSource;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.grid.Range;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CalibratorTest {
    private static final String TWO_STEPS =
            """
            x:float[1,2,N] ->
              a = Neg(x);
              b = Relu(a);
              c = Add(b, k:float[1]{10})
            -> c:float[1,2,N]
            """;

    /** Samples of one input x with the values i, i + 1, … */
    private record Ramps(int size, int length) implements SampleSource {
        @Override
        public String name(int index) {
            return "ramp" + index;
        }

        @Override
        public Sample load(int index) {
            float[] x = new float[2 * length];
            for (int i = 0; i < x.length; i++) {
                x[i] = i - length + index;
            }
            return Sample.of(name(index), Map.of("x", Tensor.of(Shape.of(1, 2, length), x)));
        }
    }

    private static NamedMethod method(String name) {
        return RangeMethods.find(name, RangeMethods.Options.DEFAULTS);
    }

    private static TensorRequest whole(String tensor) {
        return new TensorRequest(tensor, TensorRequest.NO_CHANNELS);
    }

    @Test
    void inputsInnerTensorsAndOutputsHaveRanges() {
        Model model = GraphText.parse(TWO_STEPS);
        List<TensorRequest> requests =
                List.of(new TensorRequest("x", 1), whole("b"), whole("c"), whole("a"));
        for (int threads = 1; threads <= 3; threads++) {
            CalibrationJob job =
                    CalibrationJob.of(model, new Ramps(5, 100), requests).withThreads(threads);
            RangeTable table = Calibrator.calibrate(job, method("asymmetric-min-max"));
            assertEquals(List.of("x", "b", "c", "a"), List.copyOf(table.tensors().keySet()));
            assertEquals(new Range(-100, 103), table.get("x").range());
            assertEquals(new Range(-103, 100), table.get("a").range());
            assertEquals(new Range(0, 100), table.get("b").range());
            assertEquals(new Range(10, 110), table.get("c").range());
            ChannelStatistics channels = table.get("x").channels();
            assertArrayEquals(new float[] {-100, 0}, channels.min());
            assertArrayEquals(new float[] {3, 103}, channels.max());
            assertArrayEquals(new double[] {-48.5, 51.5}, channels.mean());
        }
    }

    @Test
    void rangesOfHalfTheSamplesAreThoseThatTheyGiveAlone() {
        Model model = GraphText.parse(TWO_STEPS);
        List<TensorRequest> requests = List.of(whole("x"), new TensorRequest("b", 1));
        SampleSource five = new Ramps(5, 1000);
        NamedMethod mse = method("asymmetric-mse");
        try (Workers workers = new Workers(2)) {
            Observations seen =
                    Calibrator.observe(CalibrationJob.of(model, five, requests), List.of(mse));
            RangeTable all = seen.ranges(mse, workers);
            for (int half = 0; half < 2; half++) {
                SampleSource some = half == 0 ? five.subset(0, 2, 4) : five.subset(1, 3);
                RangeTable alone =
                        Calibrator.calibrate(CalibrationJob.of(model, some, requests), mse);
                RangeTable found = seen.ofHalf(all, mse, half, workers);
                for (String name : List.of("x", "b")) {
                    assertEquals(alone.get(name).range(), found.get(name).range());
                    assertEquals(all.get(name).channels(), found.get(name).channels());
                }
            }
            Observations one =
                    Calibrator.observe(
                            CalibrationJob.of(model, five.subset(3), requests), List.of(mse));
            RangeTable ofOne = one.ranges(mse, workers);
            assertEquals(ofOne, one.ofHalf(ofOne, mse, 1, workers), "no odd sample: all of them");
        }
    }

    @Test
    void severalMethodsCanBeTriedOnOnePassOverTheSamples() {
        Model model = GraphText.parse(TWO_STEPS);
        CalibrationJob job =
                CalibrationJob.of(model, new Ramps(3, 1000), List.of(whole("x"), whole("b")));
        List<NamedMethod> methods =
                RangeMethods.names().stream().map(CalibratorTest::method).toList();
        Observations seen = Calibrator.observe(job, methods);
        List<RangeTable> tables = seen.ranges(methods, Workers.SERIAL);
        for (int i = 0; i < methods.size(); i++) {
            assertEquals(
                    RangeTableWriter.json(Calibrator.calibrate(job, methods.get(i))),
                    RangeTableWriter.json(tables.get(i)));
        }
    }

    @Test
    void badSamplesAreLeftOutWhenTheUserWantsIt() {
        SampleSource some =
                new SampleSource() {
                    @Override
                    public int size() {
                        return 3;
                    }

                    @Override
                    public String name(int index) {
                        return "s" + index;
                    }

                    @Override
                    public Sample load(int index) {
                        if (index == 1) {
                            throw Problem.INPUT_MISSING.with("x");
                        }
                        return new Ramps(3, 100).load(index);
                    }
                };
        CalibrationJob job =
                CalibrationJob.of(GraphText.parse(TWO_STEPS), some, List.of(whole("x")));
        assertThrows(
                JquantException.class,
                () -> Calibrator.calibrate(job, method("symmetric-min-max")));
        RangeTable table =
                Calibrator.calibrate(job.withBad(BadSamples.skip()), method("symmetric-min-max"));
        assertEquals(2, table.get("x").samples());
        JquantException none =
                assertThrows(
                        JquantException.class,
                        () ->
                                Calibrator.calibrate(
                                        CalibrationJob.of(
                                                        GraphText.parse(TWO_STEPS),
                                                        some.subset(1),
                                                        List.of(whole("x")))
                                                .withBad(BadSamples.skip()),
                                        method("symmetric-min-max")));
        assertEquals(Problem.SAMPLES_ALL_BAD, none.problem());
    }

    @Test
    void smallTensorsAreKeptInBoundedMemoryHoweverManySamples() {
        CalibrationJob job =
                CalibrationJob.of(
                                GraphText.parse(TWO_STEPS),
                                new Ramps(300, 1000),
                                List.of(whole("x"), whole("c")))
                        .withThreads(2)
                        .withMaxMemory(1);
        RangeTable table = Calibrator.calibrate(job, method("asymmetric-mse"));
        assertEquals(300, table.get("x").samples());
        assertTrue(table.get("x").splitHalf() < 0.02);
    }

    private static final String COUNTER =
            """
            x:float[1,2], state:float[B,2] ->
              next = Add(x, state);
              y = Relu(next)
            -> y:float[1,2], next:float[1,2]
            """;

    private static SampleSource single(Sample sample) {
        return new SampleSource() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public String name(int index) {
                return sample.name();
            }

            @Override
            public Sample load(int index) {
                return sample;
            }
        };
    }

    @Test
    void statesOfASequenceAreFedBack() {
        Tensor x = Tensor.of(Shape.of(3, 1, 2), 3f, 4f, -10f, 1f, 2f, 2f);
        Sample sequence = Sample.sequence("only", Map.of("x", x), Set.of("x"), 3);
        CalibrationJob job =
                CalibrationJob.of(
                                GraphText.parse(COUNTER),
                                single(sequence),
                                List.of(whole("state"), whole("next")))
                        .withStates(Map.of("next", "state"));
        RangeTable table = Calibrator.calibrate(job, method("asymmetric-min-max"));
        assertEquals(new Range(-7, 5), table.get("state").range()); // begins with zeros
        assertEquals(new Range(-7, 7), table.get("next").range());
        assertEquals(1, table.get("next").samples());
    }

    @Test
    void aStateHasTheSizesOfItsInput() {
        for (String state : List.of("state:float[1,3]", "state:float[2]")) {
            CalibrationJob job =
                    CalibrationJob.of(
                            GraphText.parse(
                                    "x:float[1,2], "
                                            + state
                                            + " -> y = Relu(x); z = Relu(state) -> y:float[1,2], z"),
                            new Ramps(1, 1),
                            List.of(whole("y")));
            JquantException e =
                    assertThrows(
                            JquantException.class,
                            () ->
                                    Calibrator.observe(
                                            job.withStates(Map.of("y", "state")), List.of()));
            assertEquals(Problem.STATE_INVALID, e.problem());
        }
    }

    @Test
    void statesMustJoinAnOutputToAnInput() {
        CalibrationJob job =
                CalibrationJob.of(
                        GraphText.parse(COUNTER), new Ramps(1, 1), List.of(whole("next")));
        for (Map<String, String> states :
                List.of(
                        Map.of("x", "state"),
                        Map.of("nothing", "state"),
                        Map.of("next", "y"),
                        Map.of("next", "nothing"))) {
            JquantException e =
                    assertThrows(
                            JquantException.class,
                            () -> Calibrator.observe(job.withStates(states), List.of()));
            assertEquals(Problem.STATE_INVALID, e.problem());
        }
    }

    @Test
    void histogramBitsAreChecked() {
        CalibrationJob job =
                CalibrationJob.of(GraphText.parse(TWO_STEPS), new Ramps(1, 10), List.of(whole("x")))
                        .withHistogramBits(40);
        JquantException e =
                assertThrows(JquantException.class, () -> Calibrator.observe(job, List.of()));
        assertEquals(Problem.HISTOGRAM_BITS, e.problem());
    }

    @Test
    void tensorsAreRequestedOnce() {
        Model model = GraphText.parse(TWO_STEPS);
        assertThrows(
                IllegalArgumentException.class,
                () -> CalibrationJob.of(model, new Ramps(1, 10), List.of(whole("x"), whole("x"))));
    }
}
