package io.jquant.calibrate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.jquant.grid.Range;
import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what {@link RangeTableWriter} wrote. Tables written by hand need no more than {@code min}
 * and {@code max} for each tensor; fields that are not known are refused.
 */
public final class RangeTableReader {
    /** The table, its tensors, one tensor, its channels, an array: deeper is no range table. */
    private static final int DEEPEST = 8;

    private static final JsonFactory JSON_FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private static final Set<String> TABLE = Set.of("method", "tensors");
    private static final Set<String> TENSOR =
            Set.of("min", "max", "samples", "clipped", "splitHalf", "seen", "channels");
    private static final Set<String> CHANNELS = Set.of("axis", "min", "max", "mean", "meanSquare");

    private final String file;

    private RangeTableReader(String file) {
        this.file = file;
    }

    /**
     * Reads a table.
     *
     * @throws io.jquant.support.JquantException when the file cannot be read or is no range table
     */
    public static RangeTable read(Path path) {
        return new RangeTableReader(path.toString()).open(path);
    }

    private RangeTable open(Path path) {
        Map<String, Object> root;
        try (JsonParser parser = JSON_FACTORY.createParser(Files.newInputStream(path))) {
            root = JSON.std.mapFrom(parser);
            if (root == null || parser.nextToken() != null) {
                throw invalid("it is not one JSON object");
            }
        } catch (JsonProcessingException e) {
            throw Problem.RANGES_INVALID.because(e, file, "not valid JSON, " + where(e));
        } catch (IOException e) {
            throw Problem.RANGES_UNREADABLE.because(e, file, IoReason.of(e));
        }
        return table(root);
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? e.getOriginalMessage()
                : "line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage();
    }

    private RuntimeException invalid(String why) {
        return Problem.RANGES_INVALID.with(file, why);
    }

    private RangeTable table(Map<String, Object> root) {
        known("the table", root, TABLE);
        if (!(root.get("method") instanceof String method)) {
            throw invalid("it has no text 'method'");
        }
        Map<String, Object> tensors = object("the table", root, "tensors");
        Map<String, TensorRange> ranges = new LinkedHashMap<>();
        for (Map.Entry<String, Object> e : tensors.entrySet()) {
            String what = "tensor '" + e.getKey() + "'";
            ranges.put(e.getKey(), tensor(what, object("the table", tensors, e.getKey())));
        }
        return new RangeTable(method, ranges);
    }

    private TensorRange tensor(String what, Map<String, Object> fields) {
        known(what, fields, TENSOR);
        Range range = range(what, single(what, fields, "min"), single(what, fields, "max"));
        Range seen = range;
        if (fields.containsKey("seen")) {
            double[] ends = numbers(what, fields, "seen");
            if (ends.length != 2) {
                throw invalid(what + ": 'seen' does not hold two numbers");
            }
            seen = range(what, toFloat(what, "seen", ends[0]), toFloat(what, "seen", ends[1]));
        }
        return new TensorRange(
                range,
                seen,
                fields.containsKey("samples") ? whole(what, fields, "samples") : 0,
                fields.containsKey("clipped") ? number(what, "clipped", fields.get("clipped")) : 0,
                fields.containsKey("channels")
                        ? channels(what, object(what, fields, "channels"))
                        : null,
                fields.containsKey("splitHalf")
                        ? number(what, "splitHalf", fields.get("splitHalf"))
                        : TensorRange.UNKNOWN);
    }

    private ChannelStatistics channels(String tensor, Map<String, Object> fields) {
        String what = tensor + ", channels";
        known(what, fields, CHANNELS);
        long axis = whole(what, fields, "axis");
        float[] min = floats(what, fields, "min");
        float[] max = floats(what, fields, "max");
        double[] mean = numbers(what, fields, "mean");
        double[] meanSquare = numbers(what, fields, "meanSquare");
        int n = min.length;
        if (max.length != n || mean.length != n || meanSquare.length != n) {
            throw invalid(what + ": the lists differ in length");
        }
        for (int c = 0; c < n; c++) {
            if (min[c] > max[c] || meanSquare[c] < 0) {
                throw invalid(what + ": channel " + c + " contradicts itself");
            }
        }
        if (axis != (int) axis) {
            throw invalid(what + ": 'axis' is out of bounds");
        }
        return new ChannelStatistics((int) axis, min, max, mean, meanSquare);
    }

    private Range range(String what, float min, float max) {
        if (min > max) {
            throw invalid(what + ": min " + min + " is greater than max " + max);
        }
        return new Range(min, max);
    }

    private void known(String what, Map<String, Object> fields, Set<String> names) {
        for (String name : fields.keySet()) {
            if (!names.contains(name)) {
                throw invalid(what + ": unknown field '" + name + "'");
            }
        }
    }

    private Map<String, Object> object(String what, Map<String, Object> fields, String name) {
        if (!(fields.get(name) instanceof Map<?, ?> map)) {
            throw invalid(what + ": '" + name + "' is not a JSON object");
        }
        Map<String, Object> typed = new LinkedHashMap<>();
        map.forEach((k, v) -> typed.put((String) k, v));
        return typed;
    }

    private long whole(String what, Map<String, Object> fields, String name) {
        Object value = fields.get(name);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw invalid(what + ": '" + name + "' is not a whole number");
    }

    private float single(String what, Map<String, Object> fields, String name) {
        return toFloat(what, name, number(what, name, fields.get(name)));
    }

    private float toFloat(String what, String name, double value) {
        float x = (float) value;
        if (Float.isInfinite(x)) {
            throw invalid(what + ": '" + name + "' is out of bounds");
        }
        return x;
    }

    private double number(String what, String name, Object value) {
        if (!(value instanceof Number n)) {
            throw invalid(what + ": '" + name + "' is not a number");
        }
        double x = n.doubleValue();
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            throw invalid(what + ": '" + name + "' is out of bounds");
        }
        return x;
    }

    private double[] numbers(String what, Map<String, Object> fields, String name) {
        if (!(fields.get(name) instanceof List<?> list)) {
            throw invalid(what + ": '" + name + "' is not a list of numbers");
        }
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(what, name, list.get(i));
        }
        return values;
    }

    private float[] floats(String what, Map<String, Object> fields, String name) {
        double[] wide = numbers(what, fields, name);
        float[] values = new float[wide.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = toFloat(what, name, wide[i]);
        }
        return values;
    }
}
