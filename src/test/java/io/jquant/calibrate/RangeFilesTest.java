package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.grid.Grid;
import io.jquant.grid.Range;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeFilesTest {
    private static final String NET =
            """
            x:float[1,2,4,4] ->
              c = Conv(x, w:float[3,2,1,1]{1,-2,3,4,-5,6});
              r = Relu(c);
              p = MaxPool(r){kernel_shape=[2,2]}
            -> p:float[1,3,3,3]
            """;

    @TempDir private Path dir;
    private final Model model = GraphText.parse(NET);

    private RangeTable read(String text) throws IOException {
        Path file = dir.resolve("ranges");
        Files.writeString(file, text);
        return RangeFiles.read(file, model);
    }

    private static RangeTable table(float min) {
        Map<String, TensorRange> t = new LinkedHashMap<>();
        for (Map.Entry<String, Range> e :
                Map.of("x", new Range(min, 2.5f), "r", new Range(0, 6.35f)).entrySet()) {
            t.put(e.getKey(), new TensorRange(e.getValue(), e.getValue(), 3, 0, null));
        }
        return new RangeTable("asymmetric-mse", t);
    }

    @Test
    void aTensorRtCacheGivesSymmetricRanges() throws IOException {
        RangeTable t =
                read(
                        """
                        TRT-8601-EntropyCalibration2
                        x: 3c010a14
                        r: 3d4ccccd
                        p: 3d4ccccd
                        (Unnamed Layer* 3) [Constant]_output: 3c000000
                        """);
        float scale = Float.intBitsToFloat(0x3c010a14);
        assertEquals(new Range(-127 * scale, 127 * scale), t.get("x").range());
        assertEquals(new Range(0, 6.35f), t.get("r").range()); // behind a Relu
        assertEquals(new Range(0, 6.35f), t.get("p").range());
        assertEquals(3, t.tensors().size());
        assertEquals(Grid.SYMMETRIC, RangeMethods.gridOf(t.method()));
    }

    @Test
    void bothFormsOfOnnxRuntimeAreRead() throws IOException {
        String tensors =
                """
                {"x": {"lowest": {"data": -1.5, "dtype": "float32", "CLS": "numpy.array"},
                       "highest": {"data": [2.5], "dtype": "float32", "CLS": "numpy.array"},
                       "CLS": "TensorData"},
                 "r": {"lowest": 0.0, "highest": 6.0, "CLS": "TensorData"}}
                """;
        for (String text :
                new String[] {tensors, "{\"CLS\": \"TensorsData\", \"data\": " + tensors + "}"}) {
            RangeTable t = read(text);
            assertEquals(new Range(-1.5f, 2.5f), t.get("x").range());
            assertEquals(new Range(0, 6), t.get("r").range());
            assertEquals(Grid.ASYMMETRIC, RangeMethods.gridOf(t.method()));
        }
    }

    @Test
    void ncnnTablesNameLayersAndFuriosaTensors() throws IOException {
        RangeTable ncnn = read("c_param_0 63.5 25.4 21.2\nc 50.8\n");
        assertEquals(new Range(-2.5f, 2.5f), ncnn.get("x").range());
        assertEquals(1, ncnn.tensors().size());
        RangeTable yaml = read("x: [-1.5, 2.5]\n\"r\":\n- -0.0\n- 6.0\n");
        assertEquals(new Range(-1.5f, 2.5f), yaml.get("x").range());
        assertEquals(6, yaml.get("r").range().max());
    }

    @Test
    void whatIsExportedIsReadAgain() throws IOException {
        for (String format : RangeExport.FORMATS) {
            boolean bySide = !format.equals("tensorrt") && !format.equals("ncnn");
            RangeTable t = read(RangeExport.text(table(-1.5f), format, model));
            float min = bySide ? -1.5f : -2.5f;
            assertEquals(min, t.get("x").range().min(), 1e-6, format);
            assertEquals(2.5f, t.get("x").range().max(), 1e-6, format);
            if (!format.equals("ncnn")) {
                assertEquals(0, t.get("r").range().min(), format);
                assertEquals(6.35f, t.get("r").range().max(), 1e-6, format);
            }
        }
        assertThrows(JquantException.class, () -> RangeExport.text(table(-1), "mnn", model));
    }

    @Test
    void ncnnWeightsHaveAScaleForEachChannel() {
        String text = RangeExport.text(table(-1), "ncnn", model);
        String layer = model.graph().nodes().get(0).name();
        assertEquals(layer + "_param_0 63.5 31.75 21.166666\n" + layer + " 50.8\n", text);
    }

    @Test
    void rangesOfAnotherModelAreRefused() {
        JquantException e =
                assertThrows(JquantException.class, () -> read("TRT-1\nother: 3c010a14\n"));
        assertEquals(Problem.RANGES_OTHER_MODEL, e.problem());
        assertTrue(e.getMessage().contains("'other'"), e::getMessage);
    }

    @Test
    void whatIsNoTableIsRefused() {
        for (String text :
                new String[] {
                    "TRT-1\nx 3c010a14\n",
                    "TRT-1\nx: 3c010a1g\n",
                    "TRT-1\nx: bc010a14\n",
                    "TRT-1\nx: 7fc00000\n",
                    "c 0\n",
                    "{\"method\": \"asymmetric-mse\", \"tensors\": {}}",
                    "x: [1, 2, 3]\n",
                    "x: [2, 1]\n",
                    "x: [a, b]\n",
                    "{\"x\": {\"lowest\": 0}}",
                    "[".repeat(100_000),
                    "",
                    "nothing"
                }) {
            JquantException e = assertThrows(JquantException.class, () -> read(text));
            assertEquals(Problem.RANGES_INVALID, e.problem(), text);
        }
    }
}
