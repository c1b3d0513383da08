package io.jquant.calibrate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.jquant.grid.Range;
import io.jquant.support.Numbers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Range tables as JSON: one line for each tensor,
 *
 * <pre>
 * {"method": …, "tensors": {NAME: {"min","max","samples","clipped","splitHalf","seen","channels"}}}
 * </pre>
 *
 * where {@code splitHalf} and {@code channels} are left out when they are not known. Numbers are
 * written so that they read back exactly.
 */
public final class RangeTableWriter {
    private RangeTableWriter() {}

    /** The text of a table, ending with a line break. */
    public static String json(RangeTable table) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setPrettyPrinter(new LineForEachTensor());
            json.writeStartObject();
            json.writeStringField("method", table.method());
            json.writeFieldName("tensors");
            json.writeStartObject();
            for (Map.Entry<String, TensorRange> e : table.tensors().entrySet()) {
                json.writeFieldName(e.getKey());
                write(json, e.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return out.append('\n').toString();
    }

    private static void write(JsonGenerator json, TensorRange r) throws IOException {
        json.writeStartObject();
        number(json, "min", r.range().min());
        number(json, "max", r.range().max());
        json.writeNumberField("samples", r.samples());
        number(json, "clipped", r.clipped());
        if (!Double.isNaN(r.splitHalf())) {
            number(json, "splitHalf", r.splitHalf());
        }
        Range seen = r.seen();
        json.writeFieldName("seen");
        numbers(json, seen.min(), seen.max());
        if (r.channels() != null) {
            json.writeFieldName("channels");
            write(json, r.channels());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ChannelStatistics c) throws IOException {
        json.writeStartObject();
        json.writeNumberField("axis", c.axis());
        json.writeFieldName("min");
        numbers(json, c.min());
        json.writeFieldName("max");
        numbers(json, c.max());
        json.writeFieldName("mean");
        numbers(json, c.mean());
        json.writeFieldName("meanSquare");
        numbers(json, c.meanSquare());
        json.writeEndObject();
    }

    /** Breaks lines between the tensors and nowhere else. */
    private static final class LineForEachTensor extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;
        private static final int TENSORS = 2;

        private int depth;

        @Override
        public void writeStartObject(JsonGenerator json) throws IOException {
            super.writeStartObject(json);
            depth++;
        }

        @Override
        public void writeEndObject(JsonGenerator json, int entries) throws IOException {
            super.writeEndObject(json, entries);
            depth--;
        }

        @Override
        public void beforeObjectEntries(JsonGenerator json) throws IOException {
            if (depth == TENSORS) {
                json.writeRaw('\n');
            }
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
            json.writeRaw(depth == TENSORS ? ",\n" : ",");
        }
    }

    private static void number(JsonGenerator json, String name, float x) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(Numbers.shortest(x));
    }

    private static void number(JsonGenerator json, String name, double x) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(Numbers.shortest(x));
    }

    private static void numbers(JsonGenerator json, float... values) throws IOException {
        json.writeStartArray();
        for (float x : values) {
            json.writeNumber(Numbers.shortest(x));
        }
        json.writeEndArray();
    }

    private static void numbers(JsonGenerator json, double... values) throws IOException {
        json.writeStartArray();
        for (double x : values) {
            json.writeNumber(Numbers.shortest(x));
        }
        json.writeEndArray();
    }
}
