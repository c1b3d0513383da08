package io.jquant.data.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.image.ResizeFilter;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {
    @TempDir Path dir;

    private static ModelInputs model(long... dims) {
        return ModelInputs.of(new ModelInput("x", ElementType.FLOAT, SymbolicShape.of(dims)));
    }

    private static PreprocessSpec find(PreprocessOptions options, ModelInputs model) {
        return Preprocessing.find(options, null, Map.of(), model);
    }

    private static InputSpec preset(String name, long... dims) {
        return find(PreprocessOptions.of(name), model(dims)).inputs().get("x");
    }

    private static PreprocessOptions options(
            String preprocess, String resize, String crop, String color, String mean, String std) {
        return new PreprocessOptions(preprocess, resize, crop, null, color, null, null, mean, std);
    }

    private static JquantException fails(Problem problem, Runnable body) {
        JquantException e = assertThrows(JquantException.class, body::run);
        assertEquals(problem, e.problem(), e.getMessage());
        return e;
    }

    @Test
    void presetsHaveTheValuesOfTheirNetworks() {
        InputSpec imagenet = preset("imagenet", 1, 3, 224, 224);
        assertEquals(new Resize.ShortSide(256), imagenet.resize());
        assertEquals(new Size(224, 224), imagenet.crop());
        assertEquals(ResizeFilter.BILINEAR, imagenet.filter());
        assertEquals(1.0 / 255, imagenet.scale());
        assertArrayEquals(new double[] {.485, .456, .406}, imagenet.mean());
        assertArrayEquals(new double[] {.229, .224, .225}, imagenet.std());
        InputSpec tf = preset("tf", 1, 299, 199, 3);
        assertEquals(new Resize.Exact(new Size(199, 299)), tf.resize());
        assertEquals(1 / 127.5, tf.scale());
        assertArrayEquals(new double[] {1}, tf.mean());
        InputSpec caffe = preset("caffe", 1, 3, 227, 227);
        assertEquals(ColorOrder.BGR, caffe.color());
        assertEquals(new Resize.ShortSide(259), caffe.resize());
        assertEquals(new Size(227, 227), caffe.crop());
        assertArrayEquals(new double[] {103.939, 116.779, 123.68}, caffe.mean());
        InputSpec yolo = preset("yolo", 1, 3, 320, 416);
        assertEquals(
                new Resize.Letterbox(new Size(416, 320), 114, Resize.Place.CENTER), yolo.resize());
        InputSpec raw = preset("raw", -1, 3, 32, 32);
        assertEquals(InputSpec.PLAIN.withResize(new Resize.Exact(new Size(32, 32))), raw);
    }

    @Test
    void presetsHaveTheirOwnSizesWhereTheModelLeavesThemOpen() {
        assertEquals(new Size(224, 224), preset("imagenet", -1, 3, -1, -1).crop());
        assertEquals(new Size(640, 640), preset("yolo", -1, -1, -1, -1).fixedSize());
        assertEquals(InputSpec.PLAIN, preset("raw", -1, 3, -1, -1));
    }

    @Test
    void presetsFitEveryPictureInputOfAModel() {
        ModelInputs two =
                ModelInputs.of(
                        new ModelInput("left", ElementType.FLOAT, SymbolicShape.of(1, 3, 8, 8)),
                        new ModelInput("right", ElementType.UINT8, SymbolicShape.of(1, 4, 4, 3)),
                        new ModelInput("size", ElementType.INT64, SymbolicShape.of(1, 2)));
        PreprocessSpec spec = find(PreprocessOptions.of("raw"), two);
        assertEquals(List.of("left", "right"), List.copyOf(spec.inputs().keySet()));
        assertEquals(new Size(4, 4), spec.inputs().get("right").fixedSize());
        JquantException e =
                fails(
                        Problem.PREPROCESS_MISFIT,
                        () -> find(PreprocessOptions.of("raw"), model(1, 10)));
        assertTrue(e.getMessage().contains("no input of the model can take pictures"));
    }

    @Test
    void theCommandLineComesBeforeTheFileAndTheFileBeforeTheMetadata() throws IOException {
        Path modelFile = dir.resolve("net.onnx");
        Path beside = dir.resolve("net.preprocess.yaml");
        Map<String, String> metadata =
                Map.of(Preprocessing.METADATA_KEY, "inputs: {x: {scale: 2}}");
        ModelInputs m = model(1, 3, 4, 4);
        PreprocessOptions none = PreprocessOptions.NONE;
        assertSame(PreprocessSpec.NONE, Preprocessing.find(none, modelFile, Map.of(), m));
        PreprocessSpec stored = Preprocessing.find(none, modelFile, metadata, m);
        assertEquals(2, stored.inputs().get("x").scale());
        assertTrue(stored.origin().contains("metadata"));
        Files.writeString(beside, "inputs: {x: {scale: 3}}");
        PreprocessSpec found = Preprocessing.find(none, modelFile, metadata, m);
        assertEquals(3, found.inputs().get("x").scale());
        assertEquals(beside.toString(), found.origin());
        Path given = dir.resolve("given.yaml");
        Files.writeString(given, "inputs: {x: {scale: 4}}");
        PreprocessOptions named = PreprocessOptions.of(given.toString());
        assertEquals(
                4, Preprocessing.find(named, modelFile, metadata, m).inputs().get("x").scale());
    }

    @Test
    void optionsReplaceSingleSettings() {
        PreprocessOptions o =
                new PreprocessOptions(
                        "imagenet",
                        "40x30",
                        "none",
                        "bicubic",
                        "bgr",
                        "nhwc",
                        "1/255",
                        "0.5",
                        "0.1,0.2,0.3");
        InputSpec s = find(o, model(1, -1, -1, 3)).inputs().get("x");
        assertEquals(new Resize.Exact(new Size(40, 30)), s.resize());
        assertEquals(null, s.crop());
        assertEquals(ResizeFilter.BICUBIC, s.filter());
        assertEquals(ColorOrder.BGR, s.color());
        assertEquals(Layout.NHWC, s.layout());
        assertEquals(1.0 / 255, s.scale());
        assertArrayEquals(new double[] {0.5}, s.mean());
        assertArrayEquals(new double[] {0.1, 0.2, 0.3}, s.std());
        InputSpec kept =
                find(options("imagenet", null, null, null, null, null), model(1, 3, -1, -1))
                        .inputs()
                        .get("x");
        assertEquals(preset("imagenet", 1, 3, -1, -1), kept);
    }

    @Test
    void optionsAloneRefineThePresetRaw() {
        InputSpec s =
                find(options(null, null, null, null, "128", null), model(1, 3, 6, 5))
                        .inputs()
                        .get("x");
        assertEquals(InputSpec.PLAIN.withResize(new Resize.Exact(new Size(5, 6))).withMean(128), s);
    }

    @ParameterizedTest
    @CsvSource({
        "short:64, ShortSide[side=64]",
        "letterbox:64, 'Letterbox[canvas=64x64, fill=114, place=CENTER]'",
        "letterbox:64x32, 'Letterbox[canvas=64x32, fill=114, place=CENTER]'"
    })
    void readsTheFormsOfResize(String text, String expected) {
        InputSpec s =
                find(options("raw", text, null, null, null, null), model(-1, 3, -1, -1))
                        .inputs()
                        .get("x");
        assertEquals(expected, s.resize().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "big|||||--resize big: no such resize|WxH, short:N, letterbox:N or none",
                "short:x|||||--resize short:x: 'x' is not in its range|a whole number",
                "0x5|||||--resize 0x5: '0' is not in its range|from 1",
                "|1x2x3||||--crop 1x2x3: '1x2x3' is no size|width and height",
                "||pink|||--color pink: 'pink' is not known|RGB, BGR, GRAY",
                "|||1,2||--mean 1,2: 2 numbers for RGB|one number or three",
                "|||a||--mean a: 'a' is no number|1/255",
                "||||0|--std 0: '0' is zero|other than 0",
                "||GRAY|||--color GRAY: 3 mean values are in force|--mean as well",
                "||GRAY|0||--color GRAY: 3 std values are in force|--std as well",
            })
    void wrongOptionsAreNamedWithWhatIsAllowed(
            String resize,
            String crop,
            String color,
            String mean,
            String std,
            String why,
            String allowed) {
        JquantException e =
                fails(
                        Problem.PREPROCESS_OPTION,
                        () ->
                                find(
                                        options("imagenet", resize, crop, color, mean, std),
                                        model(1, -1, -1, -1)));
        assertTrue(e.getMessage().startsWith(why), e.getMessage());
        assertTrue(e.getMessage().contains(allowed), e.getMessage());
    }

    @Test
    void missingFilesAndUnknownInputsAreNamed() throws IOException {
        JquantException e =
                fails(
                        Problem.PREPROCESS_FILE,
                        () -> find(PreprocessOptions.of("imagnet"), model(1, 3, 4, 4)));
        assertTrue(
                e.getMessage().contains("imagnet: no such file")
                        && e.getMessage().contains("imagenet, tf, caffe, yolo, raw"),
                e.getMessage());
        Path file = dir.resolve("p.yaml");
        Files.writeString(file, "inputs: {data: {}}");
        JquantException u =
                fails(
                        Problem.PREPROCESS_MISFIT,
                        () -> find(PreprocessOptions.of(file.toString()), model(1, 3, 4, 4)));
        assertTrue(
                u.getMessage().endsWith("the model has no input 'data' (its inputs are 'x')"),
                u.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "color: RGB|FLOAT|1,1,8,8|so 1 channels in layout NCHW; RGB has 3|use color GRAY",
                "color: GRAY|FLOAT|1,3,8,8|so 3 channels|use color RGB or BGR",
                "layout: NCHW|FLOAT|1,8,8,3|so 8 channels in layout NCHW|use layout NHWC",
                "color: RGB|FLOAT|1,4,8,8|so 4 channels|give arrays for this input",
                "crop: {center: 6}|FLOAT|1,3,8,8|pictures come out as 6x6|resize to 8x8 or a crop of 8",
                "resize: {letterbox: [4, 8]}|FLOAT|1,3,4,8|pictures come out as 4x8|a resize to 8x4",
                "scale: 2|FLOAT|1,10|is a tensor of float [1,10], no picture|give arrays",
                "scale: 2|STRING|1,3,8,8|is a tensor of string|give arrays",
                "scale: 0.5|UINT8|1,3,8,8|takes uint8, the values are fractions|preset raw",
                "mean: 1|UINT8|1,3,8,8|takes uint8, the values are fractions or out|preset raw",
                "scale: 1e6|FLOAT16|1,3,8,8|takes float16|preset raw",
                "dtype: uint8|FLOAT|1,3,8,8|takes float, dtype is uint8|leave dtype out",
            })
    void whatCannotFitTheModelIsToldWithWhatFits(
            String settings, ElementType type, String dims, String why, String what) {
        long[] d = java.util.Arrays.stream(dims.split(",")).mapToLong(Long::parseLong).toArray();
        ModelInputs m = ModelInputs.of(new ModelInput("x", type, SymbolicShape.of(d)));
        PreprocessSpec spec = PreprocessYaml.parse("inputs: {x: {" + settings + "}}", "f.yaml");
        JquantException e =
                fails(Problem.PREPROCESS_MISFIT, () -> Preprocessing.pictureInputs(spec, m));
        assertTrue(e.getMessage().startsWith("preprocess f.yaml: input 'x' "), e.getMessage());
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().contains(what), e.getMessage());
    }
}
