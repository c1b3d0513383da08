package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.data.Sample;
import io.jquant.execute.Tap;
import io.jquant.grid.Range;
import io.jquant.support.Progress;
import io.jquant.support.Workers;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ObservationRunTest {
    private static final long PLENTY = 1L << 40;

    /** A model with the tensors x = its input, y = |x|, and sometimes odd, an integer. */
    private static class Fake implements SampleRunner {
        final List<Tensor> samples = new ArrayList<>();
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger mostRunning = new AtomicInteger();
        final AtomicInteger mostThreads = new AtomicInteger();
        long peak = 1000;

        Fake(int count, int each) {
            Random random = new Random(count);
            for (int i = 0; i < count; i++) {
                float[] x = new float[4 * each];
                for (int k = 0; k < x.length; k++) {
                    x[k] = (float) (random.nextGaussian() * (1 + i % 5));
                }
                samples.add(Tensor.of(Shape.of(1, 4, each), x));
            }
        }

        @Override
        public int samples() {
            return samples.size();
        }

        @Override
        public String name(int sample) {
            return "sample" + sample;
        }

        @Override
        public Optional<Sample> load(int sample) {
            return Optional.of(Sample.of(name(sample), Map.of("x", samples.get(sample))));
        }

        @Override
        public void run(Sample sample, Workers workers, Tap tap) {
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            mostThreads.accumulateAndGet(workers.threads(), Math::max);
            Tensor x = sample.tensors().get("x");
            tap.produced("x", x);
            float[] y = x.floats().clone();
            for (int i = 0; i < y.length; i++) {
                y[i] = Math.abs(y[i]);
            }
            tap.produced("y", Tensor.of(x.shape(), y));
            tap.produced("number", Tensor.vector(3));
            tap.produced("not asked for", x);
            running.decrementAndGet();
        }

        @Override
        public long peakBytes() {
            return peak;
        }
    }

    private static final List<TensorRequest> REQUESTS =
            List.of(
                    new TensorRequest("x", 1),
                    new TensorRequest("y", TensorRequest.NO_CHANNELS),
                    new TensorRequest("y2", -2),
                    new TensorRequest("number", TensorRequest.NO_CHANNELS));

    private static RangeTable ranges(SampleRunner runner, String method, int threads, long memory) {
        return observe(runner, threads, memory, Progress.NONE)
                .ranges(RangeMethods.find(method, RangeMethods.Options.DEFAULTS), Workers.SERIAL);
    }

    private static Observations observe(
            SampleRunner runner, int threads, long memory, Progress progress) {
        return observe(runner, threads, memory, progress, true);
    }

    private static Observations observe(
            SampleRunner runner, int threads, long memory, Progress progress, boolean halves) {
        BinLayout layout = BinLayout.ofHistogramBits(10);
        List<TensorObserver> observers =
                REQUESTS.stream().map(r -> new TensorObserver(r, layout, Keeps.GROUPS)).toList();
        long samples =
                new ObservationRun(runner, observers, layout, threads, memory, progress).execute();
        Findings.log(observers, runner::name);
        return new Observations(observers, Keeps.GROUPS, samples, halves);
    }

    @Test
    void rangesDoNotDependOnThreadsOrMemory() {
        for (String method : RangeMethods.names()) {
            String one = RangeTableWriter.json(ranges(new Fake(7, 500), method, 1, PLENTY));
            for (int threads = 2; threads <= 4; threads++) {
                Fake fake = new Fake(7, 500);
                assertEquals(one, RangeTableWriter.json(ranges(fake, method, threads, PLENTY)));
                assertTrue(fake.mostRunning.get() <= threads);
                assertEquals(
                        one, RangeTableWriter.json(ranges(new Fake(7, 500), method, threads, 1)));
            }
        }
    }

    @Test
    void tableHoldsWhatWasAskedForAndSeen() {
        RangeTable table = ranges(new Fake(6, 300), "asymmetric-min-max", 2, PLENTY);
        assertEquals(List.of("x", "y"), List.copyOf(table.tensors().keySet()));
        TensorRange x = table.get("x");
        assertEquals(6, x.samples());
        assertEquals(0, x.clipped());
        assertEquals(x.range(), x.seen());
        assertNotNull(x.channels());
        assertEquals(4, x.channels().channels());
        assertNull(table.get("y").channels());
        assertEquals(Math.max(-x.seen().min(), x.seen().max()), table.get("y").seen().max());
    }

    @Test
    void clippedShareAndHalvesAreTold() {
        RangeTable table = ranges(new Fake(6, 3000), "asymmetric-mse", 1, PLENTY);
        TensorRange x = table.get("x");
        assertTrue(x.clipped() > 0 && x.clipped() < 0.01, () -> "clipped " + x.clipped());
        assertTrue(x.splitHalf() > 0 && x.splitHalf() < 0.5, () -> "halves " + x.splitHalf());
    }

    /** The guard of sums asks for channels, and for how alike the halves are. */
    @Test
    void halvesAreAlwaysToldOfTensorsWithChannels() {
        RangeTable table =
                observe(new Fake(6, 3000), 1, PLENTY, Progress.NONE, false)
                        .ranges(
                                RangeMethods.find("asymmetric-mse", RangeMethods.Options.DEFAULTS),
                                Workers.SERIAL);
        assertTrue(table.get("x").splitHalf() > 0);
        assertTrue(Double.isNaN(table.get("y").splitHalf()));
    }

    @Test
    void wholeSideMayBeClipped() {
        Fake fake = new Fake(1, 3000);
        float[] x = fake.samples.get(0).floats();
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 100 == 0 ? -1e-4f : Math.abs(x[i]);
        }
        TensorRange range = ranges(fake, "asymmetric-mse", 1, PLENTY).get("x");
        assertEquals(0f, range.range().min());
        assertTrue(range.clipped() >= 0.01 && range.clipped() < 0.02, () -> range.toString());
    }

    @Test
    void oneSampleHasNoHalves() {
        RangeTable table = ranges(new Fake(1, 300), "asymmetric-mse", 2, PLENTY);
        assertTrue(Double.isNaN(table.get("x").splitHalf()));
    }

    @Test
    void requestsForTheFullRangeAreNotClipped() {
        Fake fake = new Fake(4, 3000);
        BinLayout layout = BinLayout.ofHistogramBits(12);
        List<TensorObserver> observers =
                List.of(
                        new TensorObserver(
                                new TensorRequest("x", TensorRequest.NO_CHANNELS, true),
                                layout,
                                Keeps.HISTOGRAM));
        new ObservationRun(fake, observers, layout, 1, PLENTY, Progress.NONE).execute();
        RangeTable table =
                new Observations(observers, Keeps.HISTOGRAM, 4, true)
                        .ranges(
                                RangeMethods.find("asymmetric-mse", RangeMethods.Options.DEFAULTS),
                                Workers.SERIAL);
        assertEquals(table.get("x").seen(), table.get("x").range());
    }

    @Test
    void memoryBoundsTheSamplesInFlight() {
        Fake fake = new Fake(12, 100);
        fake.peak = 1 << 20;
        observe(fake, 4, 2 << 20, Progress.NONE); // with its input one takes more than half
        assertEquals(1, fake.mostRunning.get());
        assertEquals(4, fake.mostThreads.get()); // which are not idle meanwhile
    }

    @Test
    void fewSamplesShareTheThreads() {
        Fake fake = new Fake(3, 100); // one alone, then two with two threads each
        observe(fake, 4, PLENTY, Progress.NONE);
        assertEquals(4, fake.mostThreads.get());
        assertTrue(fake.mostRunning.get() <= 2);
    }

    @Test
    void samplesThatAreLeftOutDoNotCount() {
        Fake fake =
                new Fake(5, 300) {
                    @Override
                    public Optional<Sample> load(int sample) {
                        return sample == 0 || sample == 3 ? Optional.empty() : super.load(sample);
                    }
                };
        Observations seen = observe(fake, 2, PLENTY, Progress.NONE);
        assertEquals(3, seen.samples());
        NamedMethod minMax = RangeMethods.find("symmetric-min-max", RangeMethods.Options.DEFAULTS);
        assertEquals(3, seen.ranges(minMax, Workers.SERIAL).get("x").samples());
    }

    @Test
    void nanInOneSampleIsLeftOut() {
        Fake fake = new Fake(4, 300);
        fake.samples.get(2).floats()[17] = Float.NaN;
        fake.samples.get(3).floats()[0] = Float.NEGATIVE_INFINITY;
        Observations seen = observe(fake, 2, PLENTY, Progress.NONE);
        Range x =
                seen.ranges(
                                RangeMethods.find(
                                        "asymmetric-min-max", RangeMethods.Options.DEFAULTS),
                                Workers.SERIAL)
                        .get("x")
                        .range();
        assertTrue(x.min() > -30 && x.max() < 30, x::toString);
    }

    @Test
    void masksAreKeptOutOfTheRange() {
        for (String method : RangeMethods.names()) {
            for (float mask : new float[] {-1e9f, -Float.MAX_VALUE}) {
                Fake plain = new Fake(4, 1000);
                Fake masked = new Fake(4, 1000);
                for (int i = 0; i < 900; i++) {
                    masked.samples.get(i % 3).floats()[i] = mask;
                    plain.samples.get(i % 3).floats()[i] = 0;
                }
                TensorRange without = ranges(plain, method, 1, PLENTY).get("x");
                TensorRange with = ranges(masked, method, 2, PLENTY).get("x");
                assertEquals(mask, with.seen().min());
                assertEquals(without.range().max(), with.range().max(), 0.3, method);
                assertEquals(without.range().min() - 16, with.range().min(), 0.3, method);
                assertTrue(with.clipped() >= 900.0 / 16_000, method);
            }
        }
    }

    @Test
    void samplesOfDifferentShapesAreMerged() {
        Fake fake = new Fake(3, 300);
        fake.samples.set(1, Tensor.of(Shape.of(1, 4, 5), Distributions.gaussian(20)));
        assertNotNull(ranges(fake, "asymmetric-min-max", 1, PLENTY).get("x").channels());
        fake.samples.set(2, Tensor.of(Shape.of(1, 5, 4), Distributions.gaussian(20)));
        TensorRange x = ranges(fake, "asymmetric-min-max", 1, PLENTY).get("x");
        assertNull(x.channels());
        assertEquals(3, x.samples());
    }

    /** The live heap with the observers of a run over so many samples. */
    private static long liveHeap(int count) {
        Fake fake =
                new Fake(1, 2000) {
                    @Override
                    public int samples() {
                        return count;
                    }

                    @Override
                    public Optional<Sample> load(int sample) {
                        Tensor x = samples.get(0);
                        return Optional.of(Sample.of(name(sample), Map.of("x", x)));
                    }
                };
        Observations seen = observe(fake, 1, PLENTY, Progress.NONE);
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime r = Runtime.getRuntime();
        long used = r.totalMemory() - r.freeMemory();
        assertEquals(count, seen.samples()); // they are alive until here
        return used;
    }

    @Test
    void theLiveHeapDoesNotGrowWithTheSamples() {
        liveHeap(32); // what is made once for all is there now
        long few = liveHeap(32);
        long many = liveHeap(1500);
        assertTrue(many - few < 1 << 20, () -> few + " and " + many);
    }

    @Test
    void emptyTensorsDoNotCount() {
        Fake fake = new Fake(3, 300);
        fake.samples.set(1, Tensor.of(Shape.of(1, 4, 0), new float[0]));
        TensorRange x = ranges(fake, "asymmetric-mse", 1, PLENTY).get("x");
        assertNotNull(x.channels());
        Fake empty = new Fake(1, 0);
        assertTrue(ranges(empty, "asymmetric-mse", 1, PLENTY).tensors().isEmpty());
    }

    @Test
    void progressHearsOfEverySample() {
        AtomicLong total = new AtomicLong();
        AtomicLong steps = new AtomicLong();
        AtomicInteger done = new AtomicInteger();
        Progress progress =
                new Progress() {
                    @Override
                    public void start(String stage, long n) {
                        assertFalse(stage.isEmpty());
                        total.set(n);
                    }

                    @Override
                    public void advance(long n) {
                        steps.addAndGet(n);
                    }

                    @Override
                    public void done() {
                        done.incrementAndGet();
                    }
                };
        observe(new Fake(9, 10), 3, PLENTY, progress);
        assertEquals(9, total.get());
        assertEquals(9, steps.get());
        assertEquals(1, done.get());
    }

    @Test
    void methodThatNeedsMoreThanWasKeptIsRefused() {
        Observations extremes = new Observations(List.of(), Keeps.EXTREMES, 0, true);
        Observations histograms = new Observations(List.of(), Keeps.HISTOGRAM, 0, true);
        NamedMethod mse = RangeMethods.find("symmetric-mse", RangeMethods.Options.DEFAULTS);
        NamedMethod sqnr = RangeMethods.find("symmetric-sqnr", RangeMethods.Options.DEFAULTS);
        assertThrows(IllegalArgumentException.class, () -> extremes.ranges(mse, Workers.SERIAL));
        assertThrows(IllegalArgumentException.class, () -> histograms.ranges(sqnr, Workers.SERIAL));
    }
}
