package io.jquant.check;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A case in the form of the ONNX backend tests: {@code model.onnx}, {@code
 * test_data_set_K/input_N.pb} and {@code output_N.pb}, and, if present, {@code case.json} with
 * {@code rtol}, {@code atol} and {@code atol_int}.
 */
record CaseFolder(String name, Path folder) {
    Path model() {
        return folder.resolve("model.onnx");
    }

    /** The folders with inputs and outputs, in order of their numbers. */
    List<Path> dataSets() {
        return numbered(folder, "test_data_set_");
    }

    /**
     * Files {@code prefix_0.pb}, {@code prefix_1.pb} … of a data set, in order of their numbers.
     */
    static List<Path> files(Path dataSet, String prefix) {
        return numbered(dataSet, prefix + "_");
    }

    private static List<Path> numbered(Path folder, String prefix) {
        List<Path> out = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(p -> name(p).startsWith(prefix)).forEach(out::add);
        } catch (IOException e) {
            throw Problem.CASE_UNREADABLE.because(e, folder, IoReason.of(e));
        }
        out.sort(
                Comparator.comparingInt((Path p) -> number(name(p).substring(prefix.length())))
                        .thenComparing(CaseFolder::name));
        return out;
    }

    private static String name(Path p) {
        return String.valueOf(p.getFileName());
    }

    private static int number(String tail) {
        String digits = tail.replaceFirst("\\..*$", "");
        return digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }

    Tolerance tolerance() {
        Path json = folder.resolve("case.json");
        if (!Files.isRegularFile(json)) {
            return Tolerance.USUAL;
        }
        try {
            Map<String, Object> doc = JSON.std.mapFrom(Files.readString(json));
            return new Tolerance(
                    number(doc, "rtol", Tolerance.USUAL.relative()),
                    number(doc, "atol", Tolerance.USUAL.absolute()),
                    (long) number(doc, "atol_int", (double) Tolerance.USUAL.integer()));
        } catch (IOException e) {
            throw Problem.CASE_UNREADABLE.because(e, json, "it is not JSON");
        }
    }

    private static double number(Map<String, Object> doc, String key, double otherwise) {
        return doc.get(key) instanceof Number n ? n.doubleValue() : otherwise;
    }
}
