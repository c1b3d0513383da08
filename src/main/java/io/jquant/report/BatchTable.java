package io.jquant.report;

import io.jquant.QuantizationResult;
import io.jquant.support.JquantException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of a batch, for people and for machines. */
public final class BatchTable {
    /**
     * One model.
     *
     * @param result null when it failed
     * @param error why it failed; null when it did not
     */
    public record Row(String name, QuantizationResult result, String error) {
        public static Row of(Path model, QuantizationResult result) {
            return new Row(nameOf(model), result, null);
        }

        public static Row of(Path model, JquantException failure) {
            return new Row(nameOf(model), null, failure.getMessage());
        }

        private static String nameOf(Path model) {
            return String.valueOf(model.getFileName()).replaceFirst("\\.onnx$", "");
        }
    }

    private BatchTable() {}

    /** One line as soon as a model is done. */
    public static String line(Row row, int number, int count) {
        return String.format(
                Locale.ROOT,
                "[%d/%d] %s: %s",
                number,
                count,
                row.name(),
                row.error() == null ? "ok" : row.error());
    }

    /** The table for people. */
    public static String text(List<Row> rows) {
        int width = rows.stream().mapToInt(r -> r.name().length()).max().orElse(5);
        String format = "%-" + Math.max(5, width) + "s  %9s  %9s  %8s  %9s  %7s  %s%n";
        StringBuilder out =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                format,
                                "model",
                                "before",
                                "after",
                                "int MACs",
                                "SQNR dB",
                                "seconds",
                                ""));
        for (Row r : rows) {
            QuantizationResult q = r.result();
            out.append(
                    q == null
                            ? String.format(
                                    Locale.ROOT,
                                    format,
                                    r.name(),
                                    "-",
                                    "-",
                                    "-",
                                    "-",
                                    "-",
                                    r.error())
                            : String.format(
                                    Locale.ROOT,
                                    format,
                                    r.name(),
                                    Sizes.bytes(q.bytesBefore()),
                                    Sizes.bytes(q.bytesAfter()),
                                    number(100 * q.summary().integerShare(), " %"),
                                    number(q.worstSqnr(), ""),
                                    number(seconds(q), ""),
                                    ""));
        }
        long failed = rows.stream().filter(r -> r.error() != null).count();
        out.append(Sizes.number(rows.size(), "model")).append(", ").append(failed);
        return out.append(" failed\n").toString().replaceAll(" +\n", "\n");
    }

    private static String number(double x, String unit) {
        return Double.isNaN(x) ? "-" : String.format(Locale.ROOT, "%.1f%s", x, unit);
    }

    private static double seconds(QuantizationResult q) {
        return q.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The same for machines. */
    public static List<Object> json(List<Row> rows) {
        List<Object> out = new ArrayList<>();
        for (Row r : rows) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", r.name());
            one.put("status", r.error() == null ? "ok" : "error");
            if (r.error() != null) {
                one.put("error", r.error());
            } else {
                one.put("result", Summary.json(r.result()));
            }
            out.add(one);
        }
        return out;
    }
}
