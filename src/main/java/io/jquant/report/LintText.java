package io.jquant.report;

import io.jquant.rewrite.lint.Finding;
import io.jquant.rewrite.lint.LintReport;
import io.jquant.rewrite.lint.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A {@link LintReport} for people and for machines. */
public final class LintText {
    private static final int SHOWN = 10;

    private LintText() {}

    /** One line: what the runtime is predicted to execute in integers. */
    public static String line(LintReport r) {
        String share =
                Double.isNaN(r.integerShare())
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %.1f %% of %s multiplications",
                                100 * r.integerShare(),
                                Sizes.count(r.macs()));
        return String.format(
                Locale.ROOT,
                "%s runs %d of %d Conv, Gemm and MatMul in integers%s",
                r.target(),
                r.integer(),
                r.findings().size(),
                share);
    }

    /** Some lines: the above, and what stays float and why. */
    public static String text(LintReport r) {
        List<String> lines = new ArrayList<>();
        lines.add(line(r));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  left over inside: %d QuantizeLinear, %d DequantizeLinear at most",
                        r.quantizeLeft(),
                        r.dequantizeLeft()));
        Map<Verdict, List<Finding>> by = new EnumMap<>(Verdict.class);
        for (Finding f : r.findings()) {
            if (f.verdict() != Verdict.INTEGER) {
                by.computeIfAbsent(f.verdict(), v -> new ArrayList<>()).add(f);
            }
        }
        by.forEach(
                (verdict, list) -> {
                    lines.add("  " + verdict.name() + ": " + verdict.text());
                    for (Finding f : list.subList(0, Math.min(SHOWN, list.size()))) {
                        lines.add("    " + name(f));
                    }
                    if (list.size() > SHOWN) {
                        lines.add("    … " + (list.size() - SHOWN) + " more");
                    }
                });
        return String.join("\n", lines) + "\n";
    }

    private static String name(Finding f) {
        return f.operator()
                + " '"
                + f.node()
                + "'"
                + (f.detail().isEmpty() ? "" : " (" + f.detail() + ")");
    }

    /** The same for machines, every heavy operator in the order of the graph. */
    public static Map<String, Object> json(LintReport r) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("target", r.target());
        out.put("heavyNodes", r.findings().size());
        out.put("integerHeavyNodes", r.integer());
        out.put("macs", r.macs());
        out.put("integerShare", Double.isNaN(r.integerShare()) ? null : r.integerShare());
        out.put("quantizeLinearLeft", r.quantizeLeft());
        out.put("dequantizeLinearLeft", r.dequantizeLeft());
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (Finding f : r.findings()) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("node", f.node());
            node.put("operator", f.operator());
            node.put("integer", f.verdict().isInteger());
            node.put("verdict", f.verdict().name());
            node.put("detail", f.detail());
            node.put("macs", f.macs());
            nodes.add(node);
        }
        out.put("nodes", nodes);
        return out;
    }
}
