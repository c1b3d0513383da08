package io.jquant.calibrate;

import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.grid.Range;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The range tables of other tools.
 *
 * <ul>
 *   <li>TensorRT calibration cache: a line {@code TRT-…}, then {@code tensor: hex}, the bits of the
 *       scale as a float; the range is ±127 scales
 *   <li>onnxruntime: JSON of {@code TensorsData}, or of the tensors alone, with {@code lowest} and
 *       {@code highest}
 *   <li>ncnn table: {@code layer scale}, where 127 / scale is the greatest magnitude of the layer's
 *       input; the scales of weights ({@code layer_param_0}) are passed over
 *   <li>YAML or JSON {@code tensor: [min, max]}, as Furiosa's tool keeps them
 * </ul>
 *
 * <p>Symmetric ranges of tensors that cannot be negative, by what makes them, become one-sided: the
 * same numbers are clipped, and all codes are used.
 */
final class ForeignRanges {
    private static final int LEVELS = 127;
    private static final int DEEPEST = 8;

    private final String file;
    private final Map<String, TensorRange> ranges = new LinkedHashMap<>();

    private ForeignRanges(String file) {
        this.file = file;
    }

    /** The table; null when it is jquant's own or of no known format. */
    static RangeTable read(String file, String text, Model model) {
        ForeignRanges f = new ForeignRanges(file);
        String start = text.stripLeading();
        if (start.startsWith("TRT-")) {
            f.tensorRt(text, new NonNegative(model));
            return new RangeTable("symmetric-tensorrt-cache", f.ranges);
        }
        if (f.ncnn(text, model)) {
            return new RangeTable("symmetric-ncnn-table", f.ranges);
        }
        Map<?, ?> root = f.yaml(text);
        if (root == null || root.containsKey("tensors")) {
            return null;
        }
        Object data =
                root.get("data") instanceof Map<?, ?> && root.containsKey("CLS")
                        ? root.get("data")
                        : root;
        Map<?, ?> tensors = (Map<?, ?>) data;
        if (tensors.isEmpty()) {
            return null;
        }
        Object first = tensors.values().iterator().next();
        if (first instanceof Map<?, ?> m && m.containsKey("lowest")) {
            tensors.forEach((name, value) -> f.onnxRuntime(String.valueOf(name), value));
            return new RangeTable("asymmetric-onnxruntime-cache", f.ranges);
        }
        if (first instanceof List<?>) {
            tensors.forEach((name, value) -> f.pair(String.valueOf(name), value));
            return new RangeTable("asymmetric-furiosa-ranges", f.ranges);
        }
        return null;
    }

    private JquantException invalid(String why) {
        return Problem.RANGES_INVALID.with(file, why);
    }

    private void put(String tensor, double min, double max) {
        if (!(min <= max) || Math.abs(min) > Float.MAX_VALUE || Math.abs(max) > Float.MAX_VALUE) {
            throw invalid("tensor '" + tensor + "': [" + min + ", " + max + "] is no range");
        }
        Range range = new Range((float) min, (float) max);
        ranges.put(tensor, new TensorRange(range, range, 0, 0, null));
    }

    private void symmetric(String tensor, double magnitude, NonNegative sign) {
        put(tensor, sign.test(tensor) ? 0 : -magnitude, magnitude);
    }

    private void tensorRt(String text, NonNegative sign) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("TRT-")) {
                continue;
            }
            int colon = line.lastIndexOf(':');
            String hex = line.substring(colon + 1).strip();
            if (colon < 1 || !hex.matches("[0-9a-fA-F]{1,8}")) {
                throw invalid("line " + number + " is not 'tensor: scale in hexadecimal'");
            }
            float scale = Float.intBitsToFloat(Integer.parseUnsignedInt(hex, 16));
            if (!(scale >= 0)) {
                throw invalid("line " + number + ": the scale " + scale + " is not positive");
            }
            symmetric(line.substring(0, colon).strip(), (double) scale * LEVELS, sign);
        }
    }

    /** Is it an ncnn table? If so, its activations are read. */
    private boolean ncnn(String text, Model model) {
        Map<String, Double> scales = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            if (line.isBlank()) {
                continue;
            }
            if (words.length < 2) {
                return false;
            }
            try {
                for (int i = 1; i < words.length; i++) {
                    double scale = Double.parseDouble(words[i]);
                    if (i == 1 && !words[0].matches(".*_param_\\d+")) {
                        scales.put(words[0], scale);
                    }
                }
            } catch (NumberFormatException e) {
                return false; // another format
            }
        }
        NonNegative sign = new NonNegative(model);
        Map<String, Node> layers = NcnnTable.layers(model);
        scales.forEach(
                (layer, scale) -> {
                    if (!(scale > 0)) {
                        throw invalid(
                                "layer '" + layer + "': the scale " + scale + " is not positive");
                    }
                    Node node = layers.get(layer);
                    String tensor = node == null ? layer : node.inputs().get(0).name();
                    symmetric(tensor, LEVELS / scale, sign);
                });
        return !scales.isEmpty();
    }

    /** Brackets are nested no deeper than in any table; what is deeper is none. */
    private static boolean isDeep(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    private Map<?, ?> yaml(String text) {
        if (isDeep(text)) {
            return null;
        }
        LoadSettings settings =
                LoadSettings.builder()
                        .setAllowDuplicateKeys(false)
                        .setMaxAliasesForCollections(DEEPEST)
                        .setCodePointLimit(Math.max(1, text.length()))
                        .build();
        try {
            return new Load(settings).loadFromString(text) instanceof Map<?, ?> map ? map : null;
        } catch (YamlEngineException | StackOverflowError e) {
            return null; // jquant's own reader says what is wrong
        }
    }

    private void onnxRuntime(String tensor, Object value) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw invalid("tensor '" + tensor + "' has no 'lowest' and 'highest'");
        }
        put(tensor, number(tensor, fields.get("lowest")), number(tensor, fields.get("highest")));
    }

    /** A number, by itself or as an array of one. */
    private double number(String tensor, Object value) {
        Object v = value instanceof Map<?, ?> array ? array.get("data") : value;
        while (v instanceof List<?> list && list.size() == 1) {
            v = list.get(0);
        }
        if (v instanceof Number n) {
            return n.doubleValue();
        }
        throw invalid("tensor '" + tensor + "': " + v + " is not one number");
    }

    private void pair(String tensor, Object value) {
        if (!(value instanceof List<?> ends) || ends.size() != 2) {
            throw invalid("tensor '" + tensor + "' is not given by two numbers");
        }
        put(tensor, number(tensor, ends.get(0)), number(tensor, ends.get(1)));
    }
}
