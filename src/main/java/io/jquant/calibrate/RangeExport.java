package io.jquant.calibrate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jquant.graph.Model;
import io.jquant.support.Numbers;
import io.jquant.support.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes range tables for other tools; {@link RangeFiles} reads all of them. */
public final class RangeExport {
    /** The formats by their names on the command line; the first is jquant's own. */
    public static final List<String> FORMATS =
            List.of("jquant", "tensorrt", "onnxruntime", "ncnn", "furiosa");

    private static final int LEVELS = 127;

    private RangeExport() {}

    /**
     * The text of a table.
     *
     * @param model the model whose tensors these are
     * @throws io.jquant.support.JquantException when there is no such format
     */
    public static String text(RangeTable table, String format, Model model) {
        return switch (format) {
            case "jquant" -> RangeTableWriter.json(table);
            case "tensorrt" -> tensorRt(table);
            case "onnxruntime" -> onnxRuntime(table);
            case "ncnn" -> NcnnTable.write(table, model);
            case "furiosa" -> furiosa(table);
            default ->
                    throw Problem.OPTION_VALUE.with(
                            "--export", format, "one of " + String.join(", ", FORMATS));
        };
    }

    /** A cache as the calibrators of TensorRT 10 write it. */
    private static String tensorRt(RangeTable table) {
        StringBuilder out = new StringBuilder("TRT-100000-EntropyCalibration2\n");
        table.tensors()
                .forEach(
                        (name, range) -> {
                            float scale = (float) (NcnnTable.magnitude(range) / (double) LEVELS);
                            out.append(name)
                                    .append(
                                            String.format(
                                                    Locale.ROOT,
                                                    ": %08x%n",
                                                    Float.floatToRawIntBits(scale)));
                        });
        return out.toString().replace("\r\n", "\n");
    }

    private static String furiosa(RangeTable table) {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, TensorRange> e : table.tensors().entrySet()) {
            out.append(quoted(e.getKey()))
                    .append(": [")
                    .append(Numbers.shortest(e.getValue().range().min()))
                    .append(", ")
                    .append(Numbers.shortest(e.getValue().range().max()))
                    .append("]\n");
        }
        return out.toString();
    }

    private static String quoted(String text) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeString(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return out.toString();
    }

    /** As {@code save_tensors_data} of onnxruntime.quantization writes it. */
    private static String onnxRuntime(RangeTable table) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("CLS", "TensorsData");
            json.writeFieldName("data");
            json.writeStartObject();
            for (Map.Entry<String, TensorRange> e : table.tensors().entrySet()) {
                json.writeFieldName(e.getKey());
                json.writeStartObject();
                array(json, "lowest", e.getValue().range().min());
                array(json, "highest", e.getValue().range().max());
                json.writeStringField("CLS", "TensorData");
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeFieldName("calibration_method");
            json.writeStartObject();
            json.writeStringField("CLS", "CalibrationMethod");
            json.writeStringField("value", "CalibrationMethod.MinMax");
            json.writeEndObject();
            json.writeBooleanField("smooth_quant", false);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.append('\n').toString();
    }

    private static void array(JsonGenerator json, String name, float value) throws IOException {
        json.writeFieldName(name);
        json.writeStartObject();
        json.writeFieldName("data");
        json.writeNumber(Numbers.shortest(value));
        json.writeStringField("dtype", "float32");
        json.writeStringField("CLS", "numpy.array");
        json.writeEndObject();
    }
}
