package io.jquant.data;

import static io.jquant.data.SampleFixture.counting;
import static io.jquant.data.SampleFixture.fails;
import static io.jquant.data.SampleFixture.floats;
import static io.jquant.data.SampleFixture.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.data.input.ModelInputs;
import io.jquant.data.preprocess.PreprocessSpec;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadSamplesTest {
    private static final ModelInputs ONE = model(floats("x", 1, 2));

    @TempDir Path dir;
    private SampleFixture fix;

    @BeforeEach
    void fixture() {
        fix = new SampleFixture(dir);
    }

    private SampleSource open(String name, BadSamples bad) {
        return SampleSources.open(
                dir.resolve(name), ONE, SampleOptions.of(PreprocessSpec.NONE).withBad(bad));
    }

    @Test
    void theFirstBadSampleEndsTheWork() throws IOException {
        fix.npy("f/1.npy", counting(0, 1, 2));
        Path second = fix.text("f/2.npy", "no numpy");
        BadSamples stop = BadSamples.stop();
        SampleSource s = open("f", stop);
        assertTrue(stop.load(s, 0).isPresent());
        String m = fails(Problem.NUMPY_BAD, () -> stop.load(s, 1));
        assertTrue(m.startsWith(second + ": not a NumPy file"), m);
        assertEquals(0, stop.count());
    }

    @Test
    void aBadFirstSampleIsSeenWhenTheDataIsOpened() throws IOException {
        fix.text("f/1.npy", "no numpy");
        fix.npy("f/2.npy", counting(0, 1, 2));
        fails(Problem.NUMPY_BAD, () -> open("f", BadSamples.stop()));
    }

    @Test
    void badSamplesAreLeftOutAndCountedOnce() throws IOException {
        fix.text("f/1.npy", "no numpy");
        fix.npy("f/2.npy", counting(0, 1, 2));
        fix.npy("f/3.npy", counting(0, 1, 9));
        BadSamples skip = BadSamples.skip();
        SampleSource s = open("f", skip);
        for (int round = 0; round < 2; round++) {
            assertFalse(skip.load(s, 0).isPresent());
            assertTrue(skip.load(s, 1).isPresent());
            assertFalse(skip.load(s, 2).isPresent());
        }
        assertEquals(2, skip.count());
        skip.requireSome(3);
    }

    @Test
    void nothingButBadSamplesIsAnError() throws IOException {
        Path first = fix.text("f/1.npy", "no numpy");
        fix.text("f/2.npy", "no numpy");
        String m = fails(Problem.SAMPLES_ALL_BAD, () -> open("f", BadSamples.skip()));
        assertTrue(m.startsWith("all 2 samples are bad, the first: " + first), m);
    }

    @Test
    void aFolderWithoutSamplesIsNotSkipped() throws IOException {
        fix.text("f/1.txt", "");
        fails(Problem.DATA_EMPTY, () -> open("f", BadSamples.skip()));
    }

    @Test
    void aTextThatPretendsToBeAPictureIsABadSample() throws IOException {
        ModelInputs m = model(floats("x", 1, 3, 2, 2));
        fix.text("f/a.png", "hello");
        fix.png("f/b.png", 2, 2, 1, 2, 3);
        BadSamples skip = BadSamples.skip();
        SampleSource s =
                SampleSources.open(
                        dir.resolve("f"),
                        m,
                        SampleOptions.of(SampleFixture.preset("raw", m)).withBad(skip));
        assertFalse(skip.load(s, 0).isPresent());
        assertTrue(skip.load(s, 1).isPresent());
        fails(Problem.PICTURE_BAD, () -> s.load(0));
    }

    @Test
    void threadsMayLoadAtOnce() throws IOException {
        for (int i = 0; i < 40; i++) {
            fix.npy("f/" + (100 + i) + ".npy", counting(i, 1, 2));
        }
        SampleSource s = open("f", BadSamples.stop());
        AtomicIntegerArray seen = new AtomicIntegerArray(40);
        try (Workers workers = new Workers(4)) {
            workers.forEach(
                    160,
                    i -> {
                        float v = s.load(i % 40).tensors().get("x").floats()[0];
                        seen.addAndGet(i % 40, v == i % 40 ? 1 : 1000);
                    });
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(4, seen.get(i));
        }
    }
}
