package io.jquant.report;

import io.jquant.OutputSqnr;
import io.jquant.QuantizationResult;
import io.jquant.calibrate.TensorRange;
import io.jquant.rewrite.PlanSummary;
import io.jquant.rewrite.Reason;
import io.jquant.rewrite.lint.Finding;
import io.jquant.rewrite.lint.LintReport;
import io.jquant.rewrite.lint.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a quantization did, for people and for machines. */
public final class Summary {
    private static final int NAMES_SHOWN = 4;
    private static final int OUTPUTS_SHOWN = 8;

    private Summary() {}

    /** Some lines for people. */
    public static String text(QuantizationResult r) {
        List<String> lines = new ArrayList<>();
        PlanSummary s = r.summary();
        if (r.plan().isLeftAlone()) {
            lines.add(r.model() + ": is quantized already and was left as it is");
        }
        if (r.output() == null) {
            lines.add("dry run: no file was written");
        } else {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s: %s, %.1f times smaller (%s before)",
                            r.output(),
                            Sizes.bytes(r.bytesAfter()),
                            (double) r.bytesBefore() / Math.max(1, r.bytesAfter()),
                            Sizes.bytes(r.bytesBefore())));
        }
        lines.add(
                field("optimizer")
                        + String.format(
                                Locale.ROOT,
                                "%d nodes → %d, opset %d → %d",
                                r.optimized().nodesBefore(),
                                r.optimized().nodesAfter(),
                                r.optimized().opsetBefore(),
                                r.optimized().opsetAfter()));
        if (!r.plan().isLeftAlone()) {
            lines.addAll(done(r));
        }
        for (String note : r.notes()) {
            lines.add(field("note") + note);
        }
        for (String w : s.warnings()) {
            lines.add(field("note") + w);
        }
        lines.add(field("time") + times(r));
        return String.join("\n", lines) + "\n";
    }

    /** What was quantized, and how well. */
    private static List<String> done(QuantizationResult r) {
        List<String> lines = new ArrayList<>();
        PlanSummary s = r.summary();
        lines.add(field("integers") + integers(s));
        for (Map.Entry<Reason, List<String>> e : s.floatBy().entrySet()) {
            lines.add(field("") + "float, " + e.getKey().text() + ": " + names(e.getValue()));
        }
        if (r.lint() != null && !(isAll(r.lint()) && s.integerHeavy() == s.heavy())) {
            lines.addAll(runtime(r.lint()));
        }
        lines.add(field("ranges") + ranges(r));
        if (r.choice() != null && !r.choice().tried().isEmpty()) {
            lines.add(field("auto") + ChoiceText.line(r.choice()));
        }
        if (r.refinement() != null) {
            lines.add(field("refine") + ChoiceText.line(r.refinement()));
        }
        if (r.emission() != null && r.emission().guarded() > 0) {
            lines.add(
                    field("guard")
                            + String.format(
                                    Locale.ROOT,
                                    "%d of %d weight channels adjusted, so that CPUs without VNNI compute the same",
                                    r.emission().guarded(),
                                    r.emission().channels()));
        }
        lines.addAll(sqnr(r));
        return lines;
    }

    private static String integers(PlanSummary s) {
        String share =
                Double.isNaN(s.integerShare())
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %.1f %% of %s multiplications",
                                100 * s.integerShare(),
                                Sizes.count(s.macs()));
        return String.format(
                Locale.ROOT,
                "%d of %d Conv, Gemm and MatMul%s; %d of %d nodes",
                s.integerHeavy(),
                s.heavy(),
                share,
                s.integerNodes(),
                s.nodes());
    }

    private static boolean isAll(LintReport lint) {
        return lint.integer() == lint.findings().size();
    }

    /** What the linter says, which is news where something stays float. */
    private static List<String> runtime(LintReport lint) {
        List<String> lines = new ArrayList<>();
        lines.add(field("runtime") + LintText.line(lint));
        Map<Verdict, List<String>> by = new EnumMap<>(Verdict.class);
        for (Finding f : lint.findings()) {
            if (!f.verdict().isInteger()) {
                by.computeIfAbsent(f.verdict(), v -> new ArrayList<>())
                        .add(f.operator() + " '" + f.node() + "'");
            }
        }
        by.forEach(
                (verdict, nodes) ->
                        lines.add(field("") + "float, " + verdict.text() + ": " + names(nodes)));
        return lines;
    }

    private static String ranges(QuantizationResult r) {
        long clipped = r.ranges().tensors().values().stream().filter(t -> t.clipped() > 0).count();
        String from =
                r.samples() == 0
                        ? "from a file"
                        : "from "
                                + Sizes.number(
                                        r.samples(), r.madeUp() ? "made-up sample" : "sample");
        return String.format(
                Locale.ROOT,
                "%s, %s, %d of them clipped, %s",
                r.method(),
                Sizes.number(r.ranges().tensors().size(), "tensor"),
                clipped,
                from);
    }

    private static List<String> sqnr(QuantizationResult r) {
        List<String> lines = new ArrayList<>();
        if (r.madeUp()) {
            lines.add(
                    field("SQNR")
                            + "not measured: the data is made up, the result is for trying out speed only");
        }
        for (OutputSqnr o : r.sqnr().subList(0, Math.min(OUTPUTS_SHOWN, r.sqnr().size()))) {
            lines.add(
                    field(lines.isEmpty() ? "SQNR" : "")
                            + String.format(Locale.ROOT, "%5.1f dB  %s", o.decibels(), o.output()));
        }
        if (r.sqnr().size() > OUTPUTS_SHOWN) {
            lines.add(
                    field("")
                            + String.format(
                                    Locale.ROOT,
                                    "… %d more outputs, the worst %.1f dB",
                                    r.sqnr().size() - OUTPUTS_SHOWN,
                                    r.worstSqnr()));
        }
        if (r.judged() > 0) {
            lines.add(
                    field("")
                            + String.format(
                                    Locale.ROOT,
                                    "(simulated on %s)",
                                    r.heldOut()
                                            ? Sizes.number(r.judged(), "held-out sample")
                                            : r.judged()
                                                    + " of the calibration samples: there are no others"));
        }
        return lines;
    }

    private static String times(QuantizationResult r) {
        List<String> parts = new ArrayList<>();
        double sum = 0;
        for (Map.Entry<String, Double> e : r.seconds().entrySet()) {
            parts.add(String.format(Locale.ROOT, "%s %.1f", e.getKey(), e.getValue()));
            sum += e.getValue();
        }
        String memory = r.peakBytes() == 0 ? "" : ", peak memory " + Sizes.bytes(r.peakBytes());
        return String.format(Locale.ROOT, "%.1f s (%s)%s", sum, String.join(", ", parts), memory);
    }

    private static String names(List<String> all) {
        String shown = String.join(", ", all.subList(0, Math.min(NAMES_SHOWN, all.size())));
        return all.size() <= NAMES_SHOWN ? shown : shown + ", … (" + all.size() + " nodes)";
    }

    private static String field(String name) {
        return String.format(Locale.ROOT, "  %-10s", name);
    }

    /** The same for machines. */
    public static Map<String, Object> json(QuantizationResult r) {
        PlanSummary s = r.summary();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("model", r.model().toString());
        out.put("output", r.output() == null ? null : r.output().toString());
        out.put("target", r.target());
        out.put("method", r.method());
        out.put("bytesBefore", r.bytesBefore());
        out.put("bytesAfter", r.bytesAfter());
        out.put("nodes", s.nodes());
        out.put("integerNodes", s.integerNodes());
        out.put("heavyNodes", s.heavy());
        out.put("integerHeavyNodes", s.integerHeavy());
        out.put("macs", s.macs() < 0 ? null : s.macs());
        out.put("integerMacs", s.integerMacs() < 0 ? null : s.integerMacs());
        Map<String, Object> floating = new LinkedHashMap<>();
        s.floatBy().forEach((reason, nodes) -> floating.put(reason.name(), nodes));
        out.put("float", floating);
        out.put("tensors", s.tensors());
        out.put(
                "clippedTensors",
                r.ranges().tensors().values().stream().filter(t -> t.clipped() > 0).count());
        out.put(
                "worstClippedShare",
                r.ranges().tensors().values().stream()
                        .mapToDouble(TensorRange::clipped)
                        .filter(c -> c >= 0)
                        .max()
                        .orElse(0));
        out.put("auto", r.choice() == null ? null : ChoiceText.json(r.choice()));
        out.put("refine", r.refinement() == null ? null : ChoiceText.json(r.refinement()));
        out.put("samples", r.samples());
        out.put("madeUpData", r.madeUp());
        Map<String, Object> sqnr = new LinkedHashMap<>();
        r.sqnr().forEach(o -> sqnr.put(o.output(), o.decibels()));
        out.put("sqnr", sqnr);
        out.put("worstSqnr", Double.isNaN(r.worstSqnr()) ? null : r.worstSqnr());
        out.put("judgedSamples", r.judged());
        out.put("heldOut", r.heldOut());
        out.put("guardedChannels", r.emission() == null ? 0 : r.emission().guarded());
        out.put("channels", r.emission() == null ? 0 : r.emission().channels());
        out.put("lint", r.lint() == null ? null : LintText.json(r.lint()));
        out.put("notes", r.notes());
        out.put("warnings", s.warnings());
        out.put("seconds", r.seconds());
        out.put("peakBytes", r.peakBytes() == 0 ? null : r.peakBytes());
        return out;
    }
}
