package io.jquant.report;

import io.jquant.optimize.OptimizeReport;
import io.jquant.optimize.OptimizeReport.Island;
import io.jquant.optimize.OptimizeReport.PassStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the optimizer did, for people and for machines. */
public final class OptimizeText {
    private OptimizeText() {}

    /** Some lines for people. */
    public static String text(Path output, OptimizeReport r) {
        StringBuilder out = new StringBuilder();
        out.append(
                String.format(
                        Locale.ROOT,
                        "%s: %d nodes → %d, opset %d → %d, %d ms%n",
                        output,
                        r.nodesBefore(),
                        r.nodesAfter(),
                        r.opsetBefore(),
                        r.opsetAfter(),
                        r.millis()));
        for (PassStatistics p : r.passes()) {
            if (p.changes() > 0) {
                out.append(
                        String.format(
                                Locale.ROOT,
                                "  %-28s changed the model %d times%n",
                                p.name(),
                                p.changes()));
            }
        }
        r.rolledBack()
                .forEach(
                        p ->
                                out.append("  ")
                                        .append(p)
                                        .append(" was taken back: it changed the outputs\n"));
        for (Island i : r.islands()) {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "  %s: %d nodes, to %s%n",
                            i.kind(),
                            i.nodes().size(),
                            i.nodes().get(0)));
        }
        if (r.verification() != OptimizeReport.Verification.OFF) {
            out.append("  outputs compared: ")
                    .append(r.verification().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append('\n');
        }
        return out.toString();
    }

    /** The same for machines. */
    public static Map<String, Object> json(OptimizeReport r) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("nodesBefore", r.nodesBefore());
        out.put("nodesAfter", r.nodesAfter());
        out.put("opsetBefore", r.opsetBefore());
        out.put("opsetAfter", r.opsetAfter());
        List<Object> passes = new ArrayList<>();
        for (PassStatistics p : r.passes()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", p.name());
            one.put("calls", p.calls());
            one.put("changes", p.changes());
            one.put("millis", p.millis());
            passes.add(one);
        }
        out.put("passes", passes);
        out.put("steps", r.steps());
        out.put("rolledBack", r.rolledBack());
        List<Object> islands = new ArrayList<>();
        for (Island i : r.islands()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("kind", i.kind());
            one.put("nodes", i.nodes());
            islands.add(one);
        }
        out.put("islands", islands);
        out.put("verification", r.verification().name());
        out.put("millis", r.millis());
        return out;
    }
}
