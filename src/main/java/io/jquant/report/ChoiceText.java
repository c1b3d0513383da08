package io.jquant.report;

import io.jquant.grid.Range;
import io.jquant.recover.MethodChoice;
import io.jquant.recover.Refinement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How ranges were chosen, for people and for machines. */
final class ChoiceText {
    private ChoiceText() {}

    /** What {@code auto} chose. */
    static String line(MethodChoice.Choice c) {
        String method =
                c.ranges().method().replaceFirst("^auto:", "").replace(Refinement.SUFFIX, "");
        double single = c.tried().getOrDefault(method, c.decibels());
        String exceptions =
                c.exceptions().isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %.1f dB with the method alone, %d tensors by another",
                                single,
                                c.exceptions().size());
        return String.format(
                Locale.ROOT,
                "worst output %.1f dB on %d %s%s",
                c.decibels(),
                c.judges(),
                judges(c),
                exceptions);
    }

    private static String judges(MethodChoice.Choice c) {
        if (c.crossed()) {
            return "samples, each by ranges found without it";
        }
        if (c.unseen() == c.judges()) {
            return "held-out samples";
        }
        return c.unseen() == 0
                ? "of the calibration samples"
                : "samples, " + (c.judges() - c.unseen()) + " of them of the calibration";
    }

    /** What a refinement did. */
    static String line(Refinement r) {
        return String.format(
                Locale.ROOT,
                "%d of %d ranges changed on %d samples, %.1f dB less error of a layer in the mean%s",
                r.changes().size(),
                r.tensors(),
                r.samples(),
                r.gain(),
                r.taken() ? "" : "; not used, as the judging samples are no better for it");
    }

    static Map<String, Object> json(MethodChoice.Choice c) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("decibels", number(c.decibels()));
        out.put("judges", c.judges());
        out.put("heldOut", c.unseen());
        out.put("crossed", c.crossed());
        Map<String, Object> tried = new LinkedHashMap<>();
        c.tried().forEach((method, decibels) -> tried.put(method, number(decibels)));
        out.put("tried", tried);
        out.put("exceptions", c.exceptions());
        return out;
    }

    static Map<String, Object> json(Refinement r) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("taken", r.taken());
        out.put("ranges", r.tensors());
        out.put("samples", r.samples());
        List<Object> changes = new ArrayList<>();
        for (Refinement.Change c : r.changes()) {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("tensor", c.tensor());
            change.put("before", ends(c.before()));
            change.put("after", ends(c.after()));
            change.put("noiseBefore", number(c.noiseBefore()));
            change.put("noiseAfter", number(c.noiseAfter()));
            changes.add(change);
        }
        out.put("changes", changes);
        return out;
    }

    private static List<Object> ends(Range r) {
        return List.of(r.min(), r.max());
    }

    private static Double number(double d) {
        return Double.isFinite(d) ? d : null;
    }
}
