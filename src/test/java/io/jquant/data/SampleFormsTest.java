package io.jquant.data;

import static io.jquant.data.SampleFixture.counting;
import static io.jquant.data.SampleFixture.fails;
import static io.jquant.data.SampleFixture.floats;
import static io.jquant.data.SampleFixture.input;
import static io.jquant.data.SampleFixture.model;
import static io.jquant.data.SampleFixture.names;
import static io.jquant.data.SampleFixture.preset;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.data.input.ModelInputs;
import io.jquant.data.preprocess.PreprocessSpec;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be given to {@code --calib}. */
class SampleFormsTest {
    private static final ModelInputs ONE = model(floats("x", 1, 2));
    private static final ModelInputs TWO = model(floats("a:0", 1, 2), floats("b", 1, 3));
    private static final ModelInputs PICTURE = model(floats("x", 1, 3, 2, 2));

    @TempDir Path dir;
    private SampleFixture fix;

    @BeforeEach
    void fixture() {
        fix = new SampleFixture(dir);
    }

    private static float[] data(SampleSource s, int index, String input) {
        return s.load(index).tensors().get(input).floats();
    }

    @Test
    void folderOfPicturesIsReadInOrderOfNames() throws IOException {
        fix.png("f/b.png", 2, 2, 4, 5, 6);
        fix.png("f/a.PNG", 2, 2, 1, 2, 3);
        fix.png("f/.hidden.png", 2, 2, 9, 9, 9);
        fix.text("f/labels.csv", "a,b");
        fix.png("f/masks/a.png", 2, 2, 9, 9, 9);
        SampleSource s =
                SampleSources.open(
                        dir.resolve("f"), PICTURE, SampleOptions.of(preset("raw", PICTURE)));
        assertEquals(List.of("a.PNG", "b.png"), names(s));
        assertArrayEquals(new float[] {4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6}, data(s, 1, "x"));
        assertEquals(Shape.of(1, 3, 2, 2), s.load(0).tensors().get("x").shape());
    }

    @Test
    void picturesWithoutPreparationAreRefusedAtOnce() throws IOException {
        Path file = fix.png("f/a.png", 2, 2, 1, 2, 3);
        assertEquals(
                file
                        + ": how pictures become values for input 'x' is not known (give"
                        + " --preprocess with a YAML file or one of imagenet, tf, caffe, yolo, raw)",
                fails(Problem.PREPROCESS_MISSING, () -> fix.open("f", PICTURE)));
    }

    @Test
    void foldersOfArraysAreReadFileByFile() throws IOException {
        fix.npy("f/1.npy", counting(5, 1, 2));
        fix.pb("f/2.pb", counting(7, 1, 2));
        fix.npz("f/3.npz", Map.of("x", counting(9, 1, 2), "label", counting(0, 1)));
        SampleSource s = fix.open("f", ONE);
        assertEquals(List.of("1.npy", "2.pb", "3.npz"), names(s));
        assertArrayEquals(new float[] {5, 6}, data(s, 0, "x"));
        assertArrayEquals(new float[] {7, 8}, data(s, 1, "x"));
        assertArrayEquals(new float[] {9, 10}, data(s, 2, "x"));
    }

    @Test
    void foldersOfFoldersHaveAFileForEachInput() throws IOException {
        for (String sample : List.of("s2", "s10")) {
            fix.npy("f/" + sample + "/b.npy", counting(1, 1, 3));
            fix.pb("f/" + sample + "/a_0.pb", counting(sample.length(), 1, 2));
            fix.text("f/" + sample + "/notes.txt", "");
        }
        SampleSource s = fix.open("f", TWO);
        assertEquals(List.of("s10", "s2"), names(s));
        Sample first = s.load(0);
        assertEquals(List.of("a:0", "b"), List.copyOf(first.tensors().keySet()));
        assertArrayEquals(new float[] {3, 4}, first.tensors().get("a:0").floats());
    }

    @Test
    void picturesMayStandForSingleInputs() throws IOException {
        ModelInputs m = model(floats("x", 1, 3, 2, 2), floats("scale", 1));
        fix.png("f/one/x.png", 2, 2, 7, 8, 9);
        fix.npy("f/one/scale.npy", counting(3, 1));
        SampleSource s =
                SampleSources.open(dir.resolve("f"), m, SampleOptions.of(preset("raw", m)));
        assertEquals(7, data(s, 0, "x")[0]);
        assertEquals(3, data(s, 0, "scale")[0]);
    }

    @Test
    void oneSampleFolderMayBeGivenItself() throws IOException {
        fix.npy("f/s/b.npy", counting(1, 1, 3));
        fix.npy("f/s/a_0.npy", counting(1, 1, 2));
        assertEquals(List.of("s"), names(fix.open("f/s", TWO)));
    }

    @Test
    void oneInputModelsFindTheirInputInSubFolders() throws IOException {
        fix.npy("f/s1/x.npy", counting(1, 1, 2));
        fix.npy("f/s1/expected.npy", counting(1, 9));
        fix.npy("f/class/cat.npy", counting(2, 1, 2));
        fix.npy("f/class/dog.npy", counting(3, 1, 2));
        SampleSource s = fix.open("f", ONE);
        assertEquals(List.of("class/cat.npy", "class/dog.npy", "s1"), names(s));
        assertArrayEquals(new float[] {1, 2}, data(s, 2, "x"));
    }

    @Test
    void archivesAreNamedAsTheInputs() throws IOException {
        fix.npz("f/1.npz", Map.of("a:0", counting(1, 1, 2), "b", counting(2, 1, 3)));
        fix.npz("f/2.npz", Map.of("a_0", counting(3, 1, 2), "b", counting(4, 1, 3)));
        SampleSource s = fix.open("f", TWO);
        assertArrayEquals(new float[] {1, 2}, data(s, 0, "a:0"));
        assertArrayEquals(new float[] {3, 4}, data(s, 1, "a:0"));
    }

    @Test
    void testSetsAreTakenByPosition() throws IOException {
        for (int set : new int[] {10, 2}) {
            String in = "case/test_data_set_" + set + "/";
            fix.pb(in + "input_0.pb", counting(set, 1, 2));
            fix.pb(in + "input_1.pb", counting(0, 1, 3));
            fix.pb(in + "output_0.pb", counting(0, 5));
        }
        fix.text("case/model.onnx", "");
        SampleSource s = fix.open("case", TWO);
        assertEquals(List.of("test_data_set_2", "test_data_set_10"), names(s));
        assertArrayEquals(new float[] {2, 3}, data(s, 0, "a:0"));
        SampleSource one = fix.open("case/test_data_set_10", TWO);
        assertEquals(List.of("test_data_set_10"), names(one));
        assertArrayEquals(new float[] {10, 11}, data(one, 0, "a:0"));
    }

    @Test
    void testSetsWithMoreInputsThanTheModelAreRefused() throws IOException {
        fix.pb("t/input_0.pb", counting(0, 1, 2));
        fix.pb("t/input_1.pb", counting(0, 1, 2));
        String m = fails(Problem.DATA_FORM, () -> fix.open("t", ONE));
        assertTrue(m.contains("input_1.pb") && m.contains("the model has 1 inputs: 'x'"), m);
    }

    @Test
    void singleFilesAreOneSample() throws IOException {
        fix.npy("1.npy", counting(5, 1, 2));
        fix.npz("2.npz", Map.of("x", counting(9, 1, 2)));
        fix.pb("3.pb", counting(5, 1, 2));
        fix.png("4.png", 2, 2, 1, 2, 3);
        assertEquals(List.of("1.npy"), names(fix.open("1.npy", ONE)));
        assertEquals(List.of("2.npz"), names(fix.open("2.npz", ONE)));
        assertEquals(List.of("3.pb"), names(fix.open("3.pb", ONE)));
        assertEquals(
                List.of("4.png"),
                names(
                        SampleSources.open(
                                dir.resolve("4.png"),
                                PICTURE,
                                SampleOptions.of(preset("raw", PICTURE)))));
    }

    @Test
    void listsKeepTheirOrderAndMayNameFoldersAndRepeat() throws IOException {
        fix.npy("f/b.npy", counting(1, 1, 2));
        fix.npy("f/a.npy", counting(2, 1, 2));
        Path absolute = fix.npy("g/c.npy", counting(3, 1, 2));
        fix.text("list.txt", "# my data\nf/b.npy\n\n  " + absolute + "\r\nf\nf/b.npy\n");
        SampleSource s =
                SampleSources.open(
                        "@" + dir.resolve("list.txt"), ONE, SampleOptions.of(PreprocessSpec.NONE));
        assertEquals(
                List.of("f/b.npy", absolute.toString(), "f/a.npy", "f/b.npy#2", "f/b.npy#3"),
                names(s));
        assertArrayEquals(new float[] {3, 4}, data(s, 1, "x"));
    }

    @Test
    void listsThatAreMissingEmptyOrWrongAreNamed() throws IOException {
        SampleOptions o = SampleOptions.of(PreprocessSpec.NONE);
        String at = "@" + dir + "/";
        fails(Problem.DATA_NOT_FOUND, () -> SampleSources.open(at + "none.txt", ONE, o));
        fix.text("empty.txt", "# nothing\n");
        fails(Problem.DATA_EMPTY, () -> SampleSources.open(at + "empty.txt", ONE, o));
        fix.text("wrong.txt", "not/there.npy\n");
        String m =
                fails(Problem.DATA_NOT_FOUND, () -> SampleSources.open(at + "wrong.txt", ONE, o));
        assertTrue(m.startsWith("not/there.npy: no such file"), m);
        Files.write(dir.resolve("latin.txt"), new byte[] {(byte) 0xe4, (byte) 0xff});
        String l =
                fails(Problem.DATA_UNREADABLE, () -> SampleSources.open(at + "latin.txt", ONE, o));
        assertTrue(l.contains("it is no UTF-8 text"), l);
    }

    @Test
    void whatIsNotThereOrEmptyIsNamed() throws IOException {
        fails(Problem.DATA_NOT_FOUND, () -> fix.open("none", ONE));
        fails(
                Problem.DATA_NOT_FOUND,
                () -> SampleSources.open("", ONE, SampleOptions.of(PreprocessSpec.NONE)));
        Files.createDirectory(dir.resolve("e"));
        assertTrue(
                fails(Problem.DATA_EMPTY, () -> fix.open("e", ONE))
                        .contains("no samples: the folder is empty"));
        fix.text("t/a.txt", "");
        fix.text("t/sub/b.txt", "");
        assertTrue(
                fails(Problem.DATA_EMPTY, () -> fix.open("t", ONE))
                        .contains(
                                "nothing but 2 files such as a.txt (give a folder with pictures"));
        fix.npy("d/1/2/3/4/5/6/7/8/9/x.npy", counting(0, 1, 2));
        assertTrue(
                fails(Problem.DATA_EMPTY, () -> fix.open("d", ONE)).contains("nested too deeply"));
        fix.text("w/a.TIF", "");
        fix.text("w/labels.csv", "");
        assertTrue(
                fails(Problem.DATA_EMPTY, () -> fix.open("w", ONE))
                        .contains("pictures such as a.TIF are not read (convert them to PNG"));
        fix.text("v.webp", "");
        assertTrue(
                fails(Problem.DATA_FORM, () -> fix.open("v.webp", ONE))
                        .contains("pictures of this kind are not read (convert them to PNG"));
        fix.text("u.txt", "");
        assertTrue(
                fails(Problem.DATA_FORM, () -> fix.open("u.txt", ONE))
                        .contains("the kind of the file is not known"));
    }

    @Test
    void looseFilesAreNoSamplesOfAModelWithSeveralInputs() throws IOException {
        fix.npy("f/1.npy", counting(0, 1, 2));
        String m = fails(Problem.DATA_FORM, () -> fix.open("f", TWO));
        assertTrue(m.contains("single files such as 1.npy"), m);
        assertTrue(m.contains("the model has the inputs 'a:0', 'b'"), m);
        assertTrue(m.contains("a_0.npy"), m);
        assertTrue(
                fails(Problem.DATA_FORM, () -> fix.open("f/1.npy", TWO))
                        .contains("it is one file"));
    }

    @Test
    void twoFilesForOneInputAreRefused() throws IOException {
        fix.npy("f/s/b.npy", counting(0, 1, 3));
        fix.pb("f/s/b.pb", counting(0, 1, 3));
        String m = fails(Problem.DATA_FORM, () -> fix.open("f", TWO));
        assertTrue(m.contains("input 'b' has two files, b.npy and b.pb"), m);
    }

    @Test
    void madeUpDataFitsTheModelAndSaysSo() {
        ModelInputs m =
                model(
                        floats("x", "N", 3, "?", "W"),
                        input("ids", ElementType.INT64, "N", "T"),
                        input("mask", ElementType.BOOL, "N", "T"),
                        floats("w", "W"));
        SampleOptions o = SampleOptions.of(PreprocessSpec.NONE).withLimit(4).withSeed(9);
        SampleSource s = SampleSources.open("random", m, o);
        assertEquals(4, s.size());
        assertTrue(s.isMadeUp());
        assertTrue(s.subset(1, 2).isMadeUp());
        Sample first = s.load(0);
        assertEquals(Shape.of(1, 3, 224, 224), first.tensors().get("x").shape());
        assertEquals(Shape.of(1, 16), first.tensors().get("ids").shape());
        assertEquals(Shape.of(224), first.tensors().get("w").shape());
        float[] x = first.tensors().get("x").floats();
        double sum = 0;
        double squares = 0;
        for (float v : x) {
            sum += v;
            squares += v * v;
        }
        assertEquals(0, sum / x.length, 0.01);
        assertEquals(1, squares / x.length, 0.02);
        assertArrayEquals(x, s.load(0).tensors().get("x").floats());
        assertTrue(x[0] != s.load(1).tensors().get("x").floats()[0]);
        assertTrue(
                x[0]
                        != SampleSources.open("random", m, o.withSeed(8))
                                .load(0)
                                .tensors()
                                .get("x")
                                .floats()[0]);
    }

    @Test
    void madeUpNumbersAreTheSameEverywhere() {
        float[] x =
                SampleSources.open(
                                "random",
                                model(floats("x", 4)),
                                SampleOptions.of(PreprocessSpec.NONE).withLimit(1))
                        .load(0)
                        .tensors()
                        .get("x")
                        .floats();
        assertArrayEquals(RANDOM_OF_SEED_0, x);
    }

    private static final float[] RANDOM_OF_SEED_0 = {
        0.3530484f, 0.57548016f, -0.70564085f, -2.4085414f
    };

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyTypeCanBeMadeUp(ElementType type) {
        Tensor t =
                SampleSources.open(
                                "random",
                                model(input("x", type, 4)),
                                SampleOptions.of(PreprocessSpec.NONE).withLimit(1))
                        .load(0)
                        .tensors()
                        .get("x");
        assertEquals(type, t.type());
        assertEquals(1, t.rank());
    }

    @Test
    void modelsWithoutInputsHaveOneEmptySample() {
        SampleSource s =
                SampleSources.open("random", model(), SampleOptions.of(PreprocessSpec.NONE));
        assertEquals(1, s.size());
        assertEquals(Map.of(), s.load(0).tensors());
    }

    @Test
    void resultFoldersAreSafeAndDistinct() throws IOException {
        fix.npy("f/a b.npy", counting(1, 1, 2));
        fix.npy("f/a:b.npy", counting(1, 1, 2));
        fix.npz("f/a_b.npz", Map.of("x", counting(1, 1, 2)));
        assertEquals(List.of("a_b", "a_b_2", "a_b_3"), SampleFolders.of(fix.open("f", ONE)));
    }
}
