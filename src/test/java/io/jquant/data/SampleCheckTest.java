package io.jquant.data;

import static io.jquant.data.SampleFixture.counting;
import static io.jquant.data.SampleFixture.fails;
import static io.jquant.data.SampleFixture.floats;
import static io.jquant.data.SampleFixture.input;
import static io.jquant.data.SampleFixture.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.data.input.ModelInputs;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Half;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples are held against the model's inputs. */
class SampleCheckTest {
    @TempDir Path dir;
    private SampleFixture fix;

    @BeforeEach
    void fixture() {
        fix = new SampleFixture(dir);
    }

    private Tensor loaded(Tensor data, ElementType type) throws IOException {
        fix.npy("x.npy", data);
        return fix.open("x.npy", model(input("x", type, "n"))).load(0).tensors().get("x");
    }

    private String refusedType(Tensor data, ElementType type) throws IOException {
        fix.npy("x.npy", data);
        return fails(Problem.SAMPLE_TYPE, () -> fix.open("x.npy", model(input("x", type, "n"))));
    }

    private String refused(Problem problem, ModelInputs model, Tensor... data) throws IOException {
        for (int i = 0; i < data.length; i++) {
            fix.npy("s/" + model.inputs().get(i).name() + ".npy", data[i]);
        }
        return fails(problem, () -> fix.open(data.length == 1 ? "s/x.npy" : "s", model));
    }

    @Test
    void numbersAreConvertedWhereNothingButDigitsGetsLost() throws IOException {
        Tensor doubles = Tensor.of(ElementType.DOUBLE, Shape.of(2), new double[] {0.1, 1e30});
        assertArrayEquals(new float[] {0.1f, 1e30f}, loaded(doubles, ElementType.FLOAT).floats());
        assertEquals(Half.fromFloat(7), loaded(counting(7, 1), ElementType.FLOAT16).shorts()[0]);
        assertEquals(7.0, loaded(counting(7, 1), ElementType.DOUBLE).doubles()[0]);
        assertArrayEquals(
                new int[] {5, -6}, loaded(Tensor.vector(5, -6), ElementType.INT32).ints());
        assertArrayEquals(
                new byte[] {(byte) 255}, loaded(Tensor.vector(255), ElementType.UINT8).bytes());
        Tensor bytes = Tensor.of(ElementType.UINT8, Shape.of(1), new byte[] {(byte) 200});
        assertArrayEquals(new long[] {200}, loaded(bytes, ElementType.INT64).longs());
        Tensor infinite = Tensor.of(Shape.of(2), Float.POSITIVE_INFINITY, Float.NaN);
        assertEquals(2, loaded(infinite, ElementType.FLOAT16).size());
    }

    @Test
    void arrayOfOneNumberGoesForAnInputWithoutAxes() throws IOException {
        fix.npy("x.npy", counting(16, 1));
        Tensor x = fix.open("x.npy", model(floats("x"))).load(0).tensors().get("x");
        assertEquals(Shape.SCALAR, x.shape());
        assertEquals(16f, x.floats()[0]);
        assertTrue(
                refused(Problem.SAMPLE_SHAPE, model(floats("x")), counting(16, 2))
                        .contains("takes shape []"));
    }

    @Test
    void numbersThatDoNotFitAreRefused() throws IOException {
        Tensor huge = Tensor.of(ElementType.DOUBLE, Shape.of(1), new double[] {1e300});
        assertTrue(
                refusedType(huge, ElementType.FLOAT)
                        .contains("takes float, the data is double: the number 1.0E300 is too"));
        assertTrue(
                refusedType(Tensor.vector(256), ElementType.UINT8)
                        .contains("takes uint8, the data is int64: the number 256 does not fit"));
        assertTrue(
                refusedType(Tensor.vector(-1), ElementType.UINT32)
                        .contains("the number -1 does not fit"));
        Tensor big = Tensor.of(ElementType.UINT64, Shape.of(1), new long[] {-1});
        assertTrue(
                refusedType(big, ElementType.INT64)
                        .contains("the number 18446744073709551615 does not fit"));
        assertTrue(
                refusedType(Tensor.vector(-1), ElementType.UINT64)
                        .contains("the number -1 does not fit"));
    }

    @Test
    void otherTypesAreNotConverted() throws IOException {
        String m = refusedType(Tensor.vector(1), ElementType.FLOAT);
        assertTrue(m.startsWith(dir.resolve("x.npy") + ": input 'x' takes float"), m);
        refusedType(counting(1, 1), ElementType.INT64);
        refusedType(Tensor.vector(1), ElementType.BOOL);
        refusedType(Tensor.zeros(ElementType.BOOL, Shape.of(1)), ElementType.FLOAT);
    }

    @Test
    void wrongShapesAreNamedWithBothShapesAndWhatToDo() throws IOException {
        String size =
                refused(Problem.SAMPLE_SHAPE, model(floats("x", 1, 3, "H")), counting(0, 1, 4, 9));
        assertEquals(
                dir.resolve("s/x.npy")
                        + ": input 'x' takes shape [1,3,H], the data has [1,4,9] (give data of the"
                        + " model's size)",
                size);
        assertTrue(
                refused(Problem.SAMPLE_SHAPE, model(floats("x", 1, 3, 2)), counting(0, 3, 2))
                        .contains("(add a leading batch axis, such as x[None])"));
        assertTrue(
                refused(Problem.SAMPLE_SHAPE, model(floats("x", 1, 3, 2)), counting(0, 6))
                        .contains("(the data needs 3 axes)"));
        assertTrue(
                refused(Problem.SAMPLE_SHAPE, model(floats("x", 1, 3)), counting(0, 9, 3))
                        .contains("(save each sample to a file of its own)"));
    }

    @Test
    void openSizesTakeAnything() throws IOException {
        fix.npy("x.npy", counting(0, 5, 0, 7));
        SampleSource s = fix.open("x.npy", model(floats("x", "N", "?", 7)));
        assertEquals(Shape.of(5, 0, 7), s.load(0).tensors().get("x").shape());
    }

    @Test
    void symbolsAgreeWithinASample() throws IOException {
        ModelInputs m = model(floats("x", "T", 2), floats("y", "T"));
        String text = refused(Problem.SAMPLE_SYMBOL, m, counting(0, 3, 2), counting(0, 4));
        assertTrue(text.contains("dimension 'T' is 3 in input 'x' but 4 in input 'y'"), text);
    }

    @Test
    void missingInputsAreNamedWithWhatIsThere() throws IOException {
        ModelInputs m = model(floats("a/1", 1), floats("b", 1));
        fix.npy("f/s/b.npy", counting(0, 1));
        String folder = fails(Problem.SAMPLE_INPUT_MISSING, () -> fix.open("f", m));
        assertEquals(
                dir.resolve("f/s") + ": no data for input 'a/1': it has only 'b' (add a_1.npy)",
                folder);
        fix.npz("z.npz", Map.of("a", counting(0, 1)));
        assertEquals(
                dir.resolve("z.npz")
                        + ": no data for input 'a/1': its arrays are a (add an array 'a/1')",
                fails(Problem.SAMPLE_INPUT_MISSING, () -> fix.open("z.npz", m)));
        fix.pb("t/input_1.pb", counting(0, 1));
        assertEquals(
                dir.resolve("t") + ": no data for input 'a/1': it has only 'b' (add input_0.pb)",
                fails(Problem.SAMPLE_INPUT_MISSING, () -> fix.open("t", m)));
    }

    @Test
    void missingStatesAreSuggestedToBeFedBack() throws IOException {
        ModelInputs m =
                model(floats("x", 1, 4), floats("cache_in", 2, 8))
                        .withOutputs(
                                List.of(
                                        floats("y", 1, 4),
                                        floats("other", 2, 8),
                                        floats("cache_out", 2, "?"),
                                        input("cache_ids", ElementType.INT64, 2, 8)));
        fix.npz("z.npz", Map.of("x", counting(0, 1, 4)));
        String text = fails(Problem.SAMPLE_INPUT_MISSING, () -> fix.open("z.npz", m));
        assertTrue(text.endsWith("or feed an output back with --state cache_out=cache_in)"), text);
    }

    @Test
    void statesMayBeLeftOutAndTheRestMayHaveATimeAxis() throws IOException {
        ModelInputs m =
                model(floats("x", 1, 4), floats("gain"), floats("state", 2))
                        .withStates(Set.of("state"));
        fix.npz("z.npz", Map.of("x", counting(0, 3, 1, 4), "gain", Tensor.scalar(2f)));
        Sample s = fix.open("z.npz", m).load(0);
        assertEquals(3, s.steps());
        assertEquals(List.of("x", "gain"), List.copyOf(s.tensors().keySet()));
        Tensor second = s.step(1).get("x");
        assertEquals(Shape.of(1, 4), second.shape());
        assertArrayEquals(new float[] {4, 5, 6, 7}, second.floats());
        assertEquals(2, s.step(2).get("gain").floats()[0]);
        fix.npz(
                "w.npz",
                Map.of(
                        "x", counting(0, 3, 4), // time where the batch of 1 would be
                        "gain", Tensor.scalar(2f),
                        "state", counting(9, 2)));
        Sample w = fix.open("w.npz", m).load(0);
        assertEquals(3, w.steps());
        assertArrayEquals(new float[] {8, 9, 10, 11}, w.step(2).get("x").floats());
        assertEquals(Shape.of(1, 4), w.step(2).get("x").shape());
        assertArrayEquals(new float[] {9, 10}, w.step(2).get("state").floats());
    }

    @Test
    void timeAxesAgreeWithinASample() throws IOException {
        ModelInputs m =
                model(floats("x", 1, 4), floats("y", 1), floats("h", 2)).withStates(Set.of("h"));
        fix.npz("z.npz", Map.of("x", counting(0, 3, 1, 4), "y", counting(0, 5, 1)));
        String text = fails(Problem.SAMPLE_STEPS, () -> fix.open("z.npz", m));
        assertTrue(text.contains("input 'x' has 3 time steps but input 'y' has 5"), text);
        fix.npz("s.npz", Map.of("x", counting(0, 1, 4), "y", counting(0, 1)));
        assertEquals(1, fix.open("s.npz", m).load(0).steps());
    }

    @Test
    void batchesAreStackedFromSingleSamples() throws IOException {
        ModelInputs m = model(floats("x", 2, 3), floats("gain"));
        for (int i = 0; i < 5; i++) {
            fix.npz(
                    "f/" + i + ".npz",
                    Map.of("x", counting(10 * i, 1, 3), "gain", Tensor.scalar(2f)));
        }
        SampleSource s = fix.open("f", m);
        assertEquals(List.of("0.npz+1", "2.npz+1", "4.npz"), SampleFixture.names(s));
        Sample second = s.load(1);
        assertEquals(List.of("2.npz", "3.npz"), second.members());
        assertEquals("2.npz+1", second.name());
        assertArrayEquals(new float[] {20, 21, 22, 30, 31, 32}, second.tensors().get("x").floats());
        assertEquals(2, second.tensors().get("gain").floats()[0]);
        Sample last = s.load(2);
        assertEquals(List.of("4.npz"), last.members());
        assertArrayEquals(new float[] {40, 41, 42, 40, 41, 42}, last.tensors().get("x").floats());
    }

    @Test
    void wholeBatchesAreLeftAsTheyAre() throws IOException {
        fix.npy("f/0.npy", counting(0, 2, 3));
        fix.npy("f/1.npy", counting(0, 2, 3));
        assertEquals(2, fix.open("f", model(floats("x", 2, 3))).size());
    }

    @Test
    void whatCannotBeStackedIsRefused() throws IOException {
        ModelInputs m = model(floats("x", 2, "T"), floats("gain"));
        fix.npz("f/0.npz", Map.of("x", counting(0, 1, 3), "gain", Tensor.scalar(2f)));
        fix.npz("f/1.npz", Map.of("x", counting(0, 1, 3), "gain", Tensor.scalar(1f)));
        SampleSource gains = fix.open("f", m);
        assertTrue(
                fails(Problem.SAMPLE_STACK, () -> gains.load(0))
                        .contains("input 'gain' has no batch axis and other values than in"));
        fix.npz("f/1.npz", Map.of("x", counting(0, 1, 4), "gain", Tensor.scalar(2f)));
        SampleSource shapes = fix.open("f", m);
        assertTrue(
                fails(Problem.SAMPLE_STACK, () -> shapes.load(0))
                        .contains("input 'x' has another shape than in"));
    }
}
