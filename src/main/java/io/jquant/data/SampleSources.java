package io.jquant.data;

import io.jquant.data.input.ModelInputs;
import io.jquant.data.preprocess.Preprocessing;
import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens what a user gives to {@code --calib} or {@code --data}. */
public final class SampleSources {
    /** Asks for made-up data. */
    public static final String RANDOM = "random";

    /** More made-up samples than that would never be gone through. */
    private static final int MOST_MADE_UP = 100_000;

    private SampleSources() {}

    /**
     * Opens samples. All forms are described in docs/data.md:
     *
     * <ul>
     *   <li>a folder of pictures, {@code .npy} or {@code .pb} files, for models with one input
     *   <li>a folder of {@code .npz} files, whose arrays are named as the inputs
     *   <li>a folder of folders with a file for each input
     *   <li>an ONNX {@code test_data_set_*} folder, or a folder of such folders
     *   <li>a single file of these kinds
     *   <li>{@code @list.txt} with one of the above in each line
     *   <li>{@code random}
     * </ul>
     *
     * <p>At most {@link SampleOptions#limit} samples are taken, by {@link Draw#evenly} from the
     * list sorted by name (a list file: in its own order). A model whose batch is fixed at N &gt; 1
     * gets N samples of batch 1 stacked; the last batch is filled up by repeating its first
     * samples.
     *
     * @throws io.jquant.support.JquantException of kind DATA when there is nothing to be had, when
     *     the form does not fit the model, or when the first sample that is read is bad
     */
    public static SampleSource open(String where, ModelInputs model, SampleOptions options) {
        if (where.equals(RANDOM) && options.limit() > MOST_MADE_UP) {
            throw Problem.OPTION_VALUE.with(
                    "--samples", options.limit(), "at most " + MOST_MADE_UP + " with made-up data");
        }
        if (where.equals(RANDOM) || model.required().isEmpty()) {
            return new RandomSamples(
                    model, model.required().isEmpty() ? 1 : options.limit(), options.seed());
        }
        SampleFinder finder = new SampleFinder(model);
        List<SampleFile> all =
                where.startsWith("@")
                        ? listed(path(where.substring(1)), finder)
                        : finder.find(path(where));
        List<SampleFile> drawn = new ArrayList<>();
        for (int i : Draw.evenly(all.size(), options.limit(), options.seed())) {
            drawn.add(all.get(i));
        }
        SampleReader reader =
                new SampleReader(model, Preprocessing.pictureInputs(options.preprocess(), model));
        drawn.forEach(reader::requirePreparation);
        return FileSamples.of(
                drawn, reader, new SampleCheck(model), new Stacking(model), options.bad());
    }

    /** As {@link #open(String, ModelInputs, SampleOptions)}. */
    public static SampleSource open(Path where, ModelInputs model, SampleOptions options) {
        return open(where.toString(), model, options);
    }

    private static Path path(String text) {
        if (text.isEmpty()) { // would mean the working directory
            throw Problem.DATA_NOT_FOUND.with("''");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw Problem.DATA_NOT_FOUND.because(e, text);
        }
    }

    /**
     * One path in each line, relative to the list's folder or else to the working directory; empty
     * lines and lines that begin with # are passed over.
     */
    private static List<SampleFile> listed(Path list, SampleFinder finder) {
        List<String> lines;
        try {
            lines = Files.readAllLines(list);
        } catch (java.nio.file.NoSuchFileException e) {
            throw Problem.DATA_NOT_FOUND.because(e, list);
        } catch (IOException e) {
            throw Problem.DATA_UNREADABLE.because(e, list, IoReason.of(e));
        }
        List<SampleFile> out = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : lines) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            Path beside = list.resolveSibling(path(text));
            List<SampleFile> found = finder.find(Files.exists(beside) ? beside : path(text));
            for (SampleFile f : found) {
                String name = found.size() == 1 ? text : text + "/" + f.name();
                int times = seen.merge(name, 1, Integer::sum);
                out.add(f.named(times == 1 ? name : name + "#" + times));
            }
        }
        if (out.isEmpty()) {
            throw Problem.DATA_EMPTY.with(list, "the list is empty", "write one path a line");
        }
        return out;
    }
}
