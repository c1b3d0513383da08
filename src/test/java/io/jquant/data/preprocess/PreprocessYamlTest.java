package io.jquant.data.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.image.ResizeFilter;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessYamlTest {
    private static InputSpec one(String settings) {
        return PreprocessYaml.parse("inputs: {x: {" + settings + "}}", "f.yaml").inputs().get("x");
    }

    @Test
    void readsEverySetting() {
        InputSpec s =
                PreprocessYaml.parse(
                                """
                                inputs:
                                  data:
                                    layout: NHWC
                                    color: BGR
                                    resize: {short: 256}
                                    filter: lanczos
                                    crop: {center: [224, 192]}
                                    scale: 0.00392156862745098
                                    mean: [0.485, 0.456, 0.406]
                                    std: [1, 2e0, .5]
                                    dtype: float32
                                """,
                                "f.yaml")
                        .inputs()
                        .get("data");
        assertEquals(Layout.NHWC, s.layout());
        assertEquals(ColorOrder.BGR, s.color());
        assertEquals(new Resize.ShortSide(256), s.resize());
        assertEquals(ResizeFilter.LANCZOS, s.filter());
        assertEquals(new Size(224, 192), s.crop());
        assertEquals(0.00392156862745098, s.scale());
        assertArrayEquals(new double[] {0.485, 0.456, 0.406}, s.mean());
        assertArrayEquals(new double[] {1, 2, 0.5}, s.std());
        assertEquals(ElementType.FLOAT, s.type());
    }

    @Test
    void whatIsLeftOutIsPlain() {
        PreprocessSpec spec = PreprocessYaml.parse("inputs:\n  x:\n  'y':\n    crop: null\n", "f");
        assertEquals(List.of("x", "y"), List.copyOf(spec.inputs().keySet()));
        assertEquals(InputSpec.PLAIN, spec.inputs().get("x"));
        assertEquals(InputSpec.PLAIN, spec.inputs().get("y"));
        assertNull(InputSpec.PLAIN.resize());
    }

    @Test
    void readsAllFormsOfResize() {
        assertEquals(
                new Resize.Exact(new Size(20, 10)),
                one("resize: {width: 20, height: 10}").resize());
        assertEquals(
                new Resize.Letterbox(new Size(64, 64), 114, Resize.Place.CENTER),
                one("resize: {letterbox: 64}").resize());
        assertEquals(
                new Resize.Letterbox(new Size(64, 32), 0, Resize.Place.CORNER),
                one("resize: {letterbox: [64, 32], fill: 0, place: corner}").resize());
    }

    @Test
    void numbersMayBeInputNames() {
        assertEquals(
                List.of("758"),
                List.copyOf(PreprocessYaml.parse("inputs: {758: {}}", "f").inputs().keySet()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour: RGB|input 'x' has the unknown key 'colour'|color, crop, dtype, filter",
                "color: red|input 'x', color: 'red' is not known|RGB, BGR, GRAY",
                "layout: CHW|input 'x', layout: 'CHW' is not known|NCHW, NHWC",
                "filter: box|input 'x', filter: 'box' is not known|bilinear, bicubic, nearest, area",
                "resize: 224|input 'x', resize: it is no mapping|{short: N}",
                "resize: {short: 0}|input 'x', resize: '0' is not in its range|from 1 to 16384",
                "resize: {short: 1.5}|'1.5' is not in its range|a whole number",
                "resize: {short: 5, width: 6}|short and width are no resize together|{short: N}",
                "resize: {width: 6}|width are no resize together|{width: W, height: H}",
                "resize: {letterbox: 6, fill: 256}|'256' is not in its range|from 0 to 255",
                "resize: {letterbox: [1, 2, 3]}|'[1, 2, 3]' is no size|width and height",
                "resize: {letterbox: 16384}|16384x16384 is too large|at most 67108864 pixels",
                "resize: {letterbox: 6, place: left}|'left' is not known|center, corner",
                "resize: {size: 6}|it has the unknown key 'size'|letterbox",
                "crop: 224|input 'x', crop: it is no mapping|{center: N}",
                "crop: {center: -1}|'-1' is not in its range|from 1 to",
                "scale: 0|input 'x', scale: '0' is zero|a number other than 0",
                "scale: fast|input 'x', scale: 'fast' is no number|1/255",
                "scale: .nan|'NaN' is no number|1/255",
                "scale: 1e300|is no number|1/255",
                "mean: [1, 2]|input 'x', mean: 2 numbers for RGB|one number or three",
                "std: [1, 0, 1]|input 'x', std: '0' is zero|other than 0",
                "std: {a: 1}|input 'x', std: '{a=1}' is no number|1/255",
                "dtype: int5|input 'x', dtype: 'int5' is no element type|float32, uint8, int8",
            })
    void wrongSettingsAreNamedWithWhatIsAllowed(String settings, String why, String allowed) {
        JquantException e = assertThrows(JquantException.class, () -> one(settings));
        assertEquals(Problem.PREPROCESS_FILE, e.problem());
        assertTrue(e.getMessage().startsWith("preprocess f.yaml: "), e.getMessage());
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().contains(allowed), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|the file is no mapping",
                "just text|the file is no mapping",
                "- 1|the file is no mapping",
                "input: {}|the file has the unknown key 'input'",
                "inputs: {}|it has no inputs",
                "inputs: [1]|it has no inputs",
                "inputs: {x: 3}|input 'x' is no mapping",
                "inputs: {x: {}, x: {}}|duplicate key",
                "inputs: {1: , '1': }|input '1' stands there twice",
                "'inputs: {x: {'|line 1",
                "inputs: {x: !!java.net.URL [a]}|could not determine a constructor",
            })
    void filesThatAreNoPreprocessYamlAreRefused(String text, String why) {
        JquantException e =
                assertThrows(JquantException.class, () -> PreprocessYaml.parse(text, "f.yaml"));
        assertEquals(Problem.PREPROCESS_FILE, e.problem());
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    @Test
    void hostileYamlIsRefusedAtOnce() {
        String deep = "inputs: " + "[".repeat(100_000);
        StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            laughs.append("a" + i + ": &a" + i + " [" + (before + ",").repeat(9) + before + "]\n");
        }
        for (String text :
                List.of(deep, laughs.toString(), "#".repeat(2 << 20), "inputs: &a {x: *a}")) {
            assertEquals(
                    Problem.PREPROCESS_FILE,
                    assertThrows(JquantException.class, () -> PreprocessYaml.parse(text, "f.yaml"))
                            .problem());
        }
    }
}
