package io.jquant.data;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.image.PictureReader;
import io.jquant.support.IoReason;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the samples behind a path, in sorted order. Files of a folder come before its sub-folders:
 * these are only looked at when the folder itself has no samples.
 */
final class SampleFinder {
    private static final Logger LOG = LoggerFactory.getLogger(SampleFinder.class);
    private static final Pattern TEST_INPUT = Pattern.compile("input_([0-9]{1,4})\\.pb");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)([0-9]{1,9})");
    private static final int DEEPEST = 8;

    private final ModelInputs model;
    private final Map<String, String> stems;
    private final boolean oneInput;

    SampleFinder(ModelInputs model) {
        this.model = model;
        this.stems = model.fileStems();
        this.oneInput = model.required().size() == 1;
    }

    /**
     * The samples of a file or folder, at least one.
     *
     * @throws JquantException {@code DATA_NOT_FOUND}, {@code DATA_EMPTY}, {@code DATA_FORM}, {@code
     *     DATA_UNREADABLE}
     */
    List<SampleFile> find(Path path) {
        if (!Files.exists(path)) {
            throw Problem.DATA_NOT_FOUND.with(path);
        }
        String own = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        if (!Files.isDirectory(path)) {
            return List.of(file(path, own));
        }
        List<SampleFile> out = new ArrayList<>();
        Unused unused = new Unused();
        folder(path, "", out, unused, 0);
        if (out.isEmpty()) {
            throw nothing(path, unused);
        }
        unused.log(path);
        if (out.size() == 1 && out.get(0).name().isEmpty()) {
            return List.of(out.get(0).named(own)); // the folder is itself the sample
        }
        return out;
    }

    private SampleFile file(Path path, String name) {
        FileKind kind = FileKind.of(name);
        if (kind == FileKind.NPZ) {
            return new SampleFile.Archive(name, path);
        }
        if (PictureReader.isUnreadPicture(name)) {
            throw Problem.DATA_FORM.with(
                    path, "pictures of this kind are not read", PictureReader.WAY_OUT);
        }
        if (kind == FileKind.OTHER) {
            throw Problem.DATA_FORM.with(
                    path, "the kind of the file is not known", "give " + FileKind.known());
        }
        if (!oneInput) {
            throw loose(path, "it is one file");
        }
        return new SampleFile.Single(name, path);
    }

    private JquantException loose(Path path, String what) {
        String first = stems.get(model.required().get(0).name());
        return Problem.DATA_FORM.with(
                path,
                what + ", the model has the inputs " + model.names(),
                "give .npz files, or a folder for each sample with "
                        + first
                        + ".npy and a file for each other input");
    }

    private void folder(Path dir, String name, List<SampleFile> out, Unused unused, int depth) {
        List<Path> files = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        list(dir, files, folders);
        List<Path> testInputs = testInputs(files);
        if (!testInputs.isEmpty()) {
            out.add(new SampleFile.TestSet(name, dir, testInputs));
            return;
        }
        // A folder of files is no sample of a one-input model, unless it lies among others.
        if (!oneInput || depth > 0) {
            Map<String, Path> byInput = byInput(dir, files);
            if (!byInput.isEmpty()) {
                out.add(new SampleFile.Folder(name, dir, byInput));
                return;
            }
        }
        int before = out.size();
        for (Path f : files) {
            String fileName = f.getFileName().toString();
            FileKind kind = FileKind.of(fileName);
            if (kind == FileKind.NPZ || (oneInput && kind != FileKind.OTHER)) {
                out.add(file(f, name.isEmpty() ? fileName : name + "/" + fileName));
            } else {
                unused.add(f, kind);
            }
        }
        if (out.size() > before) {
            if (!folders.isEmpty()) {
                LOG.info("{}: sub-folders are not searched, the folder itself has samples", dir);
            }
            return;
        }
        if (depth == DEEPEST) {
            unused.tooDeep = true;
            return;
        }
        for (Path f : folders) {
            String sub = f.getFileName().toString();
            folder(f, name.isEmpty() ? sub : name + "/" + sub, out, unused, depth + 1);
        }
    }

    private static void list(Path dir, List<Path> files, List<Path> folders) {
        try (Stream<Path> entries = Files.list(dir)) {
            entries.filter(p -> !p.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(SampleFinder::sortKey))
                    .forEach(p -> (Files.isDirectory(p) ? folders : files).add(p));
        } catch (IOException e) {
            throw Problem.DATA_UNREADABLE.because(e, dir, IoReason.of(e));
        } catch (java.io.UncheckedIOException e) {
            throw Problem.DATA_UNREADABLE.because(e, dir, IoReason.of(e.getCause()));
        }
    }

    /** The name; the numbers of test sets are filled up, so that 2 comes before 10. */
    private static String sortKey(Path p) {
        String name = p.getFileName().toString();
        Matcher m = NUMBERED.matcher(name);
        return name.startsWith("test_data_set_") && m.matches()
                ? m.group(1) + "0".repeat(9 - m.group(2).length()) + m.group(2)
                : name;
    }

    /** input_0.pb, input_1.pb… in the order of their numbers. */
    private static List<Path> testInputs(List<Path> files) {
        TreeMap<Integer, Path> out = new TreeMap<>();
        for (Path f : files) {
            Matcher m = TEST_INPUT.matcher(f.getFileName().toString());
            if (m.matches()) {
                out.put(Integer.parseInt(m.group(1)), f);
            }
        }
        return List.copyOf(out.values());
    }

    private Map<String, Path> byInput(Path dir, List<Path> files) {
        Map<String, Path> out = new LinkedHashMap<>();
        for (ModelInput input : model.inputs()) {
            String stem = stems.get(input.name());
            for (Path f : files) {
                String name = f.getFileName().toString();
                FileKind kind = FileKind.of(name);
                if (kind == FileKind.OTHER
                        || kind == FileKind.NPZ
                        || !FileKind.stem(name).equals(stem)) {
                    continue;
                }
                Path other = out.put(input.name(), f);
                if (other != null) {
                    throw Problem.DATA_FORM.with(
                            dir,
                            "input '"
                                    + input.name()
                                    + "' has two files, "
                                    + other.getFileName()
                                    + " and "
                                    + name,
                            "leave one");
                }
            }
        }
        return out;
    }

    private JquantException nothing(Path path, Unused unused) {
        if (unused.firstLoose != null) {
            return loose(path, "it has single files such as " + unused.firstLoose.getFileName());
        }
        if (unused.firstUnread != null) {
            return Problem.DATA_EMPTY.with(
                    path,
                    "pictures such as " + unused.firstUnread.getFileName() + " are not read",
                    PictureReader.WAY_OUT);
        }
        if (unused.tooDeep) {
            return Problem.DATA_EMPTY.with(
                    path, "its sub-folders are nested too deeply", "give a folder further down");
        }
        return Problem.DATA_EMPTY.with(
                path,
                unused.others == 0
                        ? "the folder is empty"
                        : "nothing but "
                                + unused.others
                                + " files such as "
                                + unused.firstOther.getFileName(),
                "give a folder with " + FileKind.known() + " files");
    }

    /** What was seen and left aside. */
    private static final class Unused {
        private Path firstLoose;
        private Path firstOther;
        private Path firstUnread;
        private int unread;
        private int others;
        private boolean tooDeep;

        void add(Path file, FileKind kind) {
            if (PictureReader.isUnreadPicture(file.getFileName().toString())) {
                firstUnread = firstUnread == null ? file : firstUnread;
                unread++;
            } else if (kind == FileKind.OTHER) {
                firstOther = firstOther == null ? file : firstOther;
                others++;
            } else {
                firstLoose = firstLoose == null ? file : firstLoose;
            }
        }

        void log(Path path) {
            if (others > 0) {
                LOG.info("{}: {} files are no samples, such as {}", path, others, firstOther);
            }
            if (unread > 0) {
                LOG.warn(
                        "{}: left out {} pictures such as {}, which are not read: {}",
                        path,
                        unread,
                        firstUnread.getFileName(),
                        PictureReader.WAY_OUT);
            }
            if (firstLoose != null) {
                LOG.warn("{}: left out {} and what else holds only one input", path, firstLoose);
            }
        }
    }
}
