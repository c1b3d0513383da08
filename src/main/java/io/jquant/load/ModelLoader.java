package io.jquant.load;

import io.jquant.graph.GraphChecker;
import io.jquant.graph.Model;
import io.jquant.support.Problem;
import io.jquant.wire.Blob;
import io.jquant.wire.CarriedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads model files. The file and its external data stay mapped while the model is in use: tensors
 * are read from them at first use, so the files must not change meanwhile.
 */
public final class ModelLoader {
    private ModelLoader() {}

    /**
     * Reads and checks a model. Model-local functions are replaced by their bodies, and attributes
     * that no operator knows are dropped.
     *
     * @throws io.jquant.support.JquantException of kind {@code MODEL} when the file cannot be read
     *     or is not sound, {@code UNSUPPORTED} when it is newer or larger than what is handled
     */
    public static Model load(Path file) {
        Model model = loadAsWritten(file);
        FunctionInliner.inline(model, file.toString());
        UnknownAttributes.drop(model, file.toString());
        EmptyWindows.drop(model);
        return model;
    }

    /** As {@link #load}, with the model-local functions kept as they are. */
    public static Model loadAsWritten(Path file) {
        return read(file.toString(), file, open(file));
    }

    /** The files of external data that a loaded model uses. */
    public static List<Path> dataFiles(Model model) {
        return model.carried() instanceof CarriedModel c ? c.dataFiles() : List.of();
    }

    /** A model in memory. */
    static Model parse(String name, byte[] bytes) {
        return read(name, null, Blob.of(bytes));
    }

    private static Model read(String name, Path path, Blob blob) {
        Model model = new ModelReader(name, path, blob).read();
        GraphChecker.check(model, name);
        WeightCheck.warn(model, name);
        return model;
    }

    private static Blob open(Path file) {
        if (Files.notExists(file)) {
            throw Problem.MODEL_NOT_FOUND.with(file);
        }
        if (!Files.isRegularFile(file)) {
            throw Problem.MODEL_UNREADABLE.with(
                    file,
                    Files.isDirectory(file)
                            ? "it is a folder, which only 'jquant batch' takes"
                            : "it is not a regular file");
        }
        try {
            return Blob.map(file);
        } catch (IOException e) {
            throw Problem.MODEL_UNREADABLE.because(e, file, "reading is not permitted or failed");
        }
    }
}
