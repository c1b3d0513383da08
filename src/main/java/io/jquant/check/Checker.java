package io.jquant.check;

import io.jquant.execute.Interpreter;
import io.jquant.execute.TypeInference;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.load.ModelLoader;
import io.jquant.load.TensorReader;
import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.RuntimeValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Validates models, and runs test cases. */
public final class Checker {
    private static final Logger LOG = LoggerFactory.getLogger(Checker.class);

    private final Workers workers;

    /**
     * @param workers threads to share the work of single nodes with
     */
    public Checker(Workers workers) {
        this.workers = workers;
    }

    /**
     * Checks a model file, which must be sound and runnable, or every case of a folder or {@code
     * .zip}.
     *
     * @throws JquantException when a model file is not sound, or there are no cases
     */
    public void check(Path path, Consumer<CaseResult> answers) {
        if (CaseArchive.isArchive(path)) {
            CaseArchive.forEach(path, c -> answers.accept(check(c)));
        } else {
            validate(path);
            answers.accept(new CaseResult(path.toString(), CaseResult.Status.PASS, ""));
        }
    }

    /** Runs one case. */
    CaseResult check(CaseFolder c) {
        return guarded(c.name(), () -> run(c));
    }

    /** What is wrong with a case; null when nothing is. */
    interface Examination {
        String difference();
    }

    static CaseResult guarded(String name, Examination work) {
        try {
            String difference = work.difference();
            return difference == null
                    ? new CaseResult(name, CaseResult.Status.PASS, "")
                    : new CaseResult(name, CaseResult.Status.FAIL, difference);
        } catch (JquantException e) {
            return new CaseResult(
                    name,
                    e.kind() == Kind.UNSUPPORTED
                            ? CaseResult.Status.UNSUPPORTED
                            : CaseResult.Status.ERROR,
                    e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // A fault of this program in one case must not hide the answers to the others.
            LOG.debug("case {}", name, e);
            return new CaseResult(name, CaseResult.Status.ERROR, "internal error: " + e);
        }
    }

    private static void validate(Path file) {
        Interpreter.builder(ModelLoader.load(file)).build();
    }

    private String run(CaseFolder c) {
        Model model = ModelLoader.load(c.model());
        TypeInference.infer(model);
        Interpreter interpreter = Interpreter.builder(model).build();
        Tolerance tolerance = c.tolerance();
        List<Path> sets = c.dataSets();
        if (sets.isEmpty()) {
            throw Problem.CASE_UNREADABLE.with(c.folder(), "there is no test_data_set_* in it");
        }
        for (Path set : sets) {
            String difference = run(model, interpreter, set, tolerance);
            if (difference != null) {
                return set.getFileName() + ": " + difference;
            }
        }
        return null;
    }

    private String run(Model model, Interpreter interpreter, Path set, Tolerance tolerance) {
        List<Value> inputs =
                model.graph().inputs().stream().filter(v -> v.constant() == null).toList();
        List<Path> files = CaseFolder.files(set, "input");
        Map<String, RuntimeValue> feed = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(inputs.size(), files.size()); i++) {
            feed.put(inputs.get(i).name(), TensorReader.read(files.get(i), inputs.get(i).type()));
        }
        Map<String, RuntimeValue> got = interpreter.run(feed, workers, null);
        List<Value> outputs = model.graph().outputs();
        List<Path> expected = CaseFolder.files(set, "output");
        for (int i = 0; i < Math.min(outputs.size(), expected.size()); i++) {
            Value out = outputs.get(i);
            String difference =
                    Comparison.difference(
                            TensorReader.read(expected.get(i), out.type()),
                            got.get(out.name()),
                            tolerance);
            if (difference != null) {
                return "output '" + out.name() + "': " + difference;
            }
        }
        return null;
    }
}
