package io.jquant.cli;

import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The models of a batch: every {@code .onnx} file of a folder, or what a YAML file lists, paths
 * relative to it.
 *
 * <pre>
 * models:
 *   - model: resnet.onnx
 *     calib: images/            # optional where --calib is given
 *     preprocess: resnet.yaml   # optional: a file or a preset
 *     method: asymmetric-mse    # optional
 * </pre>
 */
final class BatchList {
    private static final Set<String> KEYS = Set.of("model", "calib", "preprocess", "method");

    /** A model with what is its own; null where the command line decides. */
    record Entry(Path model, String calib, String preprocess, String method) {}

    private BatchList() {}

    static List<Entry> of(Path source) {
        List<Entry> entries = Files.isDirectory(source) ? folder(source) : file(source);
        if (entries.isEmpty()) {
            throw Problem.BATCH_UNREADABLE.with(source, "it names no model");
        }
        return entries;
    }

    private static List<Entry> folder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            f ->
                                    f.toString().endsWith(".onnx")
                                            && !f.toString().endsWith(".int8.onnx"))
                    .sorted()
                    .map(f -> new Entry(f, null, null, null))
                    .toList();
        } catch (IOException e) {
            throw Problem.BATCH_UNREADABLE.because(e, folder, "it cannot be read");
        }
    }

    private static List<Entry> file(Path file) {
        if (file.toString().endsWith(".onnx")) {
            throw Problem.BATCH_UNREADABLE.with(
                    file, "it is a model itself, which 'jquant quantize' takes");
        }
        Object doc = YamlFile.read(file, Problem.BATCH_UNREADABLE);
        if (!(doc instanceof Map<?, ?> top && top.get("models") instanceof List<?> models)) {
            throw Problem.BATCH_UNREADABLE.with(file, "there is no list 'models'");
        }
        List<Entry> out = new ArrayList<>();
        for (Object m : models) {
            if (!(m instanceof Map<?, ?> entry) || !(entry.get("model") instanceof String model)) {
                throw Problem.BATCH_UNREADABLE.with(file, "an entry of 'models' has no 'model'");
            }
            Set<String> unknown = new TreeSet<>();
            entry.keySet().forEach(k -> unknown.add(String.valueOf(k)));
            unknown.removeAll(KEYS);
            if (!unknown.isEmpty()) {
                throw Problem.BATCH_UNREADABLE.with(
                        file, "unknown keys " + unknown + " beside " + new TreeSet<>(KEYS));
            }
            out.add(
                    new Entry(
                            resolve(file, model),
                            path(file, entry.get("calib")),
                            preprocess(file, entry.get("preprocess")),
                            text(entry.get("method"))));
        }
        return out;
    }

    private static String preprocess(Path file, Object value) {
        String text = text(value);
        return text == null || !Files.exists(resolve(file, text))
                ? text
                : resolve(file, text).toString();
    }

    private static String path(Path file, Object value) {
        String text = text(value);
        return text == null || text.equals("random") || text.startsWith("@")
                ? text
                : resolve(file, text).toString();
    }

    private static String text(Object value) {
        return value == null ? null : String.valueOf(value);
    }

    private static Path resolve(Path file, String path) {
        return file.resolveSibling(path);
    }
}
