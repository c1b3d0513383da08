package io.jquant.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@link ModelFacts} for people and for machines. */
public final class ModelFactsText {
    private static final int METADATA_LINES = 12;

    private ModelFactsText() {}

    /** Some lines for people. */
    public static String text(Path file, ModelFacts f) {
        List<String> lines = new ArrayList<>();
        lines.add(file.toString());
        lines.add(
                field("opset")
                        + join(f.opsets())
                        + ", IR version "
                        + f.irVersion()
                        + (f.producer().isEmpty() ? "" : ", by " + f.producer()));
        f.inputs().forEach(p -> lines.add(field("input") + p.name() + "  " + p.type()));
        f.outputs().forEach(p -> lines.add(field("output") + p.name() + "  " + p.type()));
        lines.add(
                field("parameters")
                        + Sizes.count(f.parameters())
                        + ", "
                        + Sizes.bytes(f.parameterBytes())
                        + (f.macs() > 0 ? "; " + Sizes.count(f.macs()) + " multiplications" : ""));
        lines.add(field("nodes") + f.nodes() + ": " + join(f.operators()));
        lines.add(field("quantized") + (f.quantized().isEmpty() ? "no" : join(f.quantized())));
        f.metadata().forEach((k, v) -> lines.addAll(metadata(k, v.lines().toList())));
        return String.join("\n", lines) + "\n";
    }

    /** Text of several lines, such as YAML, stands below its name. */
    private static List<String> metadata(String key, List<String> text) {
        if (text.size() < 2) {
            return List.of(field("metadata") + key + " = " + String.join("", text));
        }
        List<String> lines = new ArrayList<>();
        lines.add(field("metadata") + key + " =");
        text.stream().limit(METADATA_LINES).forEach(t -> lines.add(field("") + "  " + t));
        if (text.size() > METADATA_LINES) {
            lines.add(field("") + "  … (" + text.size() + " lines; --json has them all)");
        }
        return lines;
    }

    private static String join(Map<String, ? extends Number> counts) {
        return String.join(
                ", ",
                counts.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    }

    private static String field(String name) {
        return String.format(Locale.ROOT, "  %-11s", name);
    }

    /** The same for machines. */
    public static Map<String, Object> json(ModelFacts f) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("irVersion", f.irVersion());
        out.put("opsets", f.opsets());
        out.put("producer", f.producer());
        out.put("inputs", ports(f.inputs()));
        out.put("outputs", ports(f.outputs()));
        out.put("nodes", f.nodes());
        out.put("operators", f.operators());
        out.put("parameters", f.parameters());
        out.put("parameterBytes", f.parameterBytes());
        out.put("macs", f.macs());
        out.put("quantized", f.quantized());
        out.put("metadata", f.metadata());
        return out;
    }

    private static List<Map<String, Object>> ports(List<ModelFacts.Port> ports) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (ModelFacts.Port p : ports) {
            Map<String, Object> port = new LinkedHashMap<>();
            port.put("name", p.name());
            port.put("type", p.type());
            out.add(port);
        }
        return out;
    }
}
