package io.jquant.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON text of maps, lists, records' maps, strings and numbers. */
public final class Json {
    private static final JSON WRITER =
            JSON.std
                    .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
                    .with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private Json() {}

    /** The text of a value, on several lines, with a line end. */
    public static String pretty(Object value) {
        return write(WRITER, value) + "\n";
    }

    /** The text of a value on one line, without a line end. */
    public static String line(Object value) {
        return write(WRITER.without(JSON.Feature.PRETTY_PRINT_OUTPUT), value);
    }

    private static String write(JSON json, Object value) {
        try {
            return json.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing to memory does not fail
        }
    }
}
