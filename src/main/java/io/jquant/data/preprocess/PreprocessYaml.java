package io.jquant.data.preprocess;

import io.jquant.support.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads preprocess YAML. Keys that it does not know are refused, so that no typo is lost. */
public final class PreprocessYaml {
    private static final int LONGEST = 1 << 20;

    private static final List<String> KEYS =
            List.of("layout", "color", "resize", "filter", "crop", "scale", "mean", "std", "dtype");

    private PreprocessYaml() {}

    /**
     * The preparations in a YAML text.
     *
     * @param origin the file, or what else the text was taken from, for messages
     * @throws io.jquant.support.JquantException {@code PREPROCESS_FILE}
     */
    public static PreprocessSpec parse(String text, String origin) {
        Object root = load(text, origin);
        try {
            Map<?, ?> top = mapping(root, "the file", List.of("inputs"), "inputs");
            Map<String, InputSpec> out = new LinkedHashMap<>();
            if (!(top.get("inputs") instanceof Map<?, ?> inputs) || inputs.isEmpty()) {
                throw new BadSetting(
                        "it has no inputs", "a mapping 'inputs' from input to settings");
            }
            for (Map.Entry<?, ?> e : inputs.entrySet()) {
                String name = Objects.toString(e.getKey());
                if (out.put(name, input(e.getValue(), "input '" + name + "'")) != null) {
                    throw new BadSetting("input '" + name + "' stands there twice", "it once");
                }
            }
            return new PreprocessSpec(origin, out);
        } catch (BadSetting e) {
            throw Problem.PREPROCESS_FILE.because(e, origin, e.getMessage(), e.allowed());
        }
    }

    private static Object load(String text, String origin) {
        if (text.length() > LONGEST) {
            throw Problem.PREPROCESS_FILE.with(
                    origin, "it is longer than a megabyte", "the preprocess YAML");
        }
        LoadSettings settings =
                LoadSettings.builder()
                        .setSchema(new CoreSchema())
                        .setMaxAliasesForCollections(10)
                        .build();
        try {
            return new Load(settings).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(m -> "line " + (m.getLine() + 1) + ": ").orElse("");
            throw Problem.PREPROCESS_FILE.because(
                    e, origin, line + e.getProblem(), "well-formed YAML");
        } catch (YamlEngineException e) {
            throw Problem.PREPROCESS_FILE.because(e, origin, e.getMessage(), "well-formed YAML");
        } catch (StackOverflowError e) { // nested beyond all reason
            throw Problem.PREPROCESS_FILE.because(
                    e, origin, "it is nested too deeply", "the preprocess YAML");
        }
    }

    private static InputSpec input(Object settings, String where) throws BadSetting {
        InputSpec out = InputSpec.PLAIN;
        if (settings == null || (settings instanceof Map<?, ?> m && m.isEmpty())) {
            return out;
        }
        Map<?, ?> map = mapping(settings, where, KEYS, String.join(", ", KEYS));
        // The color comes first: mean and std have as many numbers as it has channels.
        if (map.get("color") != null) {
            out = out.withColor(at(where, "color", () -> Settings.color(map.get("color"))));
        }
        for (Map.Entry<?, ?> e : map.entrySet()) {
            if (e.getValue() != null) {
                InputSpec before = out;
                String key = (String) e.getKey();
                out = at(where, key, () -> with(before, key, e.getValue()));
            }
        }
        return out;
    }

    private static InputSpec with(InputSpec spec, String key, Object v) throws BadSetting {
        return switch (key) {
            case "layout" -> spec.withLayout(Settings.layout(v));
            case "color" -> spec;
            case "resize" -> spec.withResize(resize(v));
            case "filter" -> spec.withFilter(Settings.filter(v));
            case "crop" -> spec.withCrop(crop(v));
            case "scale" -> spec.withScale(Settings.factor(v));
            case "mean" -> spec.withMean(Settings.perChannel(v, spec.color(), false));
            case "std" -> spec.withStd(Settings.perChannel(v, spec.color(), true));
            case "dtype" -> spec.withType(Settings.type(v));
            default -> throw new IllegalStateException(key);
        };
    }

    private static Resize resize(Object v) throws BadSetting {
        String forms =
                "{short: N}, {width: W, height: H} or {letterbox: N, fill: V, place: center}";
        List<String> known = List.of("short", "width", "height", "letterbox", "fill", "place");
        Map<?, ?> map = mapping(v, "it", known, forms);
        List<String> keys = map.keySet().stream().map(String::valueOf).sorted().toList();
        if (keys.equals(List.of("short"))) {
            return new Resize.ShortSide(Settings.side(map.get("short")));
        }
        if (keys.equals(List.of("height", "width"))) {
            return new Resize.Exact(
                    Settings.size(
                            Settings.side(map.get("width")), Settings.side(map.get("height"))));
        }
        boolean onlyLetterbox =
                keys.stream().allMatch(k -> List.of("fill", "letterbox", "place").contains(k));
        if (!keys.contains("letterbox") || !onlyLetterbox) {
            throw new BadSetting(String.join(" and ", keys) + " are no resize together", forms);
        }
        return new Resize.Letterbox(
                Settings.size(map.get("letterbox")),
                map.containsKey("fill") ? Settings.whole(map.get("fill"), 0, 255) : 114,
                map.containsKey("place") ? Settings.place(map.get("place")) : Resize.Place.CENTER);
    }

    private static Size crop(Object v) throws BadSetting {
        Map<?, ?> map = mapping(v, "it", List.of("center"), "{center: N} or {center: [W, H]}");
        return Settings.size(map.get("center"));
    }

    private static Map<?, ?> mapping(Object v, String where, List<String> known, String allowed)
            throws BadSetting {
        if (!(v instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new BadSetting(where + " is no mapping", allowed);
        }
        for (Object key : map.keySet()) {
            if (!(key instanceof String s) || !known.contains(s)) {
                throw new BadSetting(
                        where + " has the unknown key '" + key + "'",
                        String.join(", ", new TreeSet<>(known)));
            }
        }
        return map;
    }

    /** Something that reads a setting. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws BadSetting;
    }

    private static <T> T at(String where, String key, Reading<T> reading) throws BadSetting {
        try {
            return reading.read();
        } catch (BadSetting e) {
            throw new BadSetting(where + ", " + key + ": " + e.getMessage(), e.allowed());
        }
    }
}
