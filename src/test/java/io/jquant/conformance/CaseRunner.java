package io.jquant.conformance;

import io.jquant.execute.Interpreter;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.load.ModelLoader;
import io.jquant.load.TensorReader;
import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import io.jquant.support.Workers;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Runs a case on the interpreter and compares the outputs with the expected ones. */
final class CaseRunner {
    /** What came of a case. */
    enum Status {
        PASS,
        FAIL,
        ERROR,
        UNSUPPORTED
    }

    /** A status with its reason. */
    record Outcome(Status status, String detail) {}

    private final Path folder;

    /**
     * @param folder where files may be written
     */
    CaseRunner(Path folder) {
        this.folder = folder;
    }

    Outcome run(ConformanceCase c) {
        try {
            Path dir = Files.createDirectories(folder.resolve("case"));
            for (Map.Entry<String, byte[]> f : c.files().entrySet()) {
                Path file = dir.resolve(f.getKey().replace('/', '-'));
                Files.write(file, f.getValue());
            }
            try {
                return run(c, dir);
            } finally {
                for (String f : c.files().keySet()) {
                    Files.delete(dir.resolve(f.replace('/', '-')));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome run(ConformanceCase c, Path dir) {
        try {
            Model model = ModelLoader.load(dir.resolve("model.onnx"));
            Interpreter interpreter = Interpreter.builder(model).build();
            for (int set = 0; c.files().keySet().stream().anyMatch(has(set)); set++) {
                String difference = runSet(c, dir, model, interpreter, set);
                if (difference != null) {
                    return new Outcome(Status.FAIL, difference);
                }
            }
            return new Outcome(Status.PASS, "");
        } catch (JquantException e) {
            return new Outcome(
                    e.kind() == Kind.UNSUPPORTED ? Status.UNSUPPORTED : Status.ERROR,
                    e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return new Outcome(
                    Status.ERROR,
                    e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?"));
        }
    }

    private static Predicate<String> has(int set) {
        return f -> f.startsWith("test_data_set_" + set + "/");
    }

    private static String runSet(
            ConformanceCase c, Path dir, Model model, Interpreter interpreter, int set) {
        String prefix = "test_data_set_" + set + "-";
        Map<String, RuntimeValue> inputs = new LinkedHashMap<>();
        int next = 0;
        for (Value v : model.graph().inputs()) {
            if (v.constant() != null) {
                continue;
            }
            Path file = dir.resolve(prefix + "input_" + next++ + ".pb");
            if (Files.exists(file)) {
                inputs.put(v.name(), TensorReader.read(file, v.type()));
            }
        }
        List<ValueType> types = new ArrayList<>();
        for (Value v : model.graph().outputs()) {
            types.add(v.type());
        }
        List<RuntimeValue> got =
                new ArrayList<>(interpreter.run(inputs, Workers.SERIAL, null).values());
        for (int i = 0; i < got.size(); i++) {
            Path file = dir.resolve(prefix + "output_" + i + ".pb");
            if (!Files.exists(file)) {
                continue;
            }
            String difference =
                    Comparison.difference(TensorReader.read(file, types.get(i)), got.get(i), c);
            if (difference != null) {
                return "output " + i + ": " + difference;
            }
        }
        return null;
    }
}
