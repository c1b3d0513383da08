package io.jquant.data.preprocess;

import io.jquant.support.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes preparations as the YAML that {@link PreprocessYaml} reads. */
public final class PreprocessText {
    private PreprocessText() {}

    /** The text; the empty text when there is nothing to say. */
    public static String yaml(PreprocessSpec spec) {
        if (spec.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("inputs:\n");
        spec.inputs()
                .forEach(
                        (name, s) -> {
                            out.append("  ").append(quoted(name)).append(":\n");
                            lines(s).forEach(l -> out.append("    ").append(l).append('\n'));
                        });
        return out.toString();
    }

    private static List<String> lines(InputSpec s) {
        List<String> out = new ArrayList<>();
        if (s.layout() != null) {
            out.add("layout: " + s.layout());
        }
        out.add("color: " + s.color());
        if (s.resize() instanceof Resize.ShortSide r) {
            out.add("resize: {short: " + r.side() + "}");
        } else if (s.resize() instanceof Resize.Exact r) {
            out.add("resize: {width: " + r.size().width() + ", height: " + r.size().height() + "}");
        } else if (s.resize() instanceof Resize.Letterbox r) {
            out.add(
                    "resize: {letterbox: "
                            + pair(r.canvas())
                            + ", fill: "
                            + r.fill()
                            + ", place: "
                            + lower(r.place())
                            + "}");
        }
        out.add("filter: " + lower(s.filter()));
        if (s.crop() != null) {
            out.add("crop: {center: " + pair(s.crop()) + "}");
        }
        out.add("scale: " + Numbers.shortest(s.scale()));
        out.add("mean: " + list(s.mean()));
        out.add("std: " + list(s.std()));
        if (s.type() != null) {
            out.add("dtype: " + Settings.name(s.type()));
        }
        return out;
    }

    private static String pair(Size s) {
        return "[" + s.width() + ", " + s.height() + "]";
    }

    private static String list(double[] values) {
        List<String> out = new ArrayList<>();
        for (double v : values) {
            out.add(Numbers.shortest(v));
        }
        return "[" + String.join(", ", out) + "]";
    }

    private static String lower(Enum<?> e) {
        return e.name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String name) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
