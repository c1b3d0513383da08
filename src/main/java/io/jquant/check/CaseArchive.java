package io.jquant.check;

import io.jquant.support.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The cases of a folder or of a {@code .zip}; those of a zip are unpacked one at a time. */
final class CaseArchive {
    private static final String MODEL = "model.onnx";

    private CaseArchive() {}

    /** Is this a place of cases rather than a model? */
    static boolean isArchive(Path path) {
        return Files.isDirectory(path) || path.toString().endsWith(".zip");
    }

    /** Hands over each case, in order of the names; what was unpacked is gone afterwards. */
    static void forEach(Path path, Consumer<CaseFolder> user) {
        try {
            if (Files.isDirectory(path)) {
                folder(path, user);
            } else {
                zip(path, user);
            }
        } catch (IOException e) {
            throw Problem.CASE_UNREADABLE.because(e, path, e.getMessage());
        }
    }

    private static void folder(Path path, Consumer<CaseFolder> user) throws IOException {
        List<Path> models;
        try (Stream<Path> all = Files.walk(path)) {
            models =
                    all.filter(p -> String.valueOf(p.getFileName()).equals(MODEL))
                            .sorted()
                            .toList();
        }
        if (models.isEmpty()) {
            throw Problem.CASE_UNREADABLE.with(path, "there is no " + MODEL + " in it");
        }
        for (Path model : models) {
            Path folder = model.toAbsolutePath().getParent();
            String name = path.toAbsolutePath().relativize(folder).toString();
            user.accept(
                    new CaseFolder(
                            name.isEmpty()
                                    ? String.valueOf(folder.getFileName())
                                    : name.replace('\\', '/'),
                            folder));
        }
    }

    private static void zip(Path path, Consumer<CaseFolder> user) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            Map<String, List<ZipEntry>> cases = new TreeMap<>();
            zip.stream()
                    .filter(e -> e.getName().equals(MODEL) || e.getName().endsWith("/" + MODEL))
                    .forEach(
                            e ->
                                    cases.put(
                                            e.getName()
                                                    .substring(
                                                            0,
                                                            e.getName().length() - MODEL.length()),
                                            new ArrayList<>()));
            if (cases.isEmpty()) {
                throw Problem.CASE_UNREADABLE.with(path, "there is no " + MODEL + " in it");
            }
            for (ZipEntry e : entries(zip).values()) {
                String owner = owner(e.getName(), cases.keySet());
                if (owner != null) {
                    cases.get(owner).add(e);
                }
            }
            for (Map.Entry<String, List<ZipEntry>> c : cases.entrySet()) {
                Path folder = Files.createTempDirectory("jquant-case");
                try {
                    unpack(zip, c.getKey(), c.getValue(), folder);
                    user.accept(new CaseFolder(c.getKey().replaceFirst("/$", ""), folder));
                } finally {
                    delete(folder);
                }
            }
        }
    }

    /** The innermost case folder that an entry lies in, or null. */
    private static String owner(String entry, Set<String> cases) {
        for (int slash = entry.lastIndexOf('/');
                slash >= 0;
                slash = entry.lastIndexOf('/', slash - 1)) {
            String prefix = entry.substring(0, slash + 1);
            if (cases.contains(prefix)) {
                return prefix;
            }
        }
        return cases.contains("") ? "" : null;
    }

    private static Map<String, ZipEntry> entries(ZipFile zip) {
        Map<String, ZipEntry> out = new TreeMap<>();
        zip.stream().filter(e -> !e.isDirectory()).forEach(e -> out.put(e.getName(), e));
        return out;
    }

    private static void unpack(ZipFile zip, String prefix, List<ZipEntry> entries, Path folder)
            throws IOException {
        for (ZipEntry e : entries) {
            Path to = folder.resolve(e.getName().substring(prefix.length())).normalize();
            if (!to.startsWith(folder)) {
                throw new IOException("an entry leaves its folder: " + e.getName());
            }
            Files.createDirectories(to.getParent());
            try (InputStream in = zip.getInputStream(e)) {
                Files.copy(in, to);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
    }
}
