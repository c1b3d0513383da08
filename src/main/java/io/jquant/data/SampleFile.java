package io.jquant.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a sample lies on disk. */
sealed interface SampleFile {
    /** The sample's name: its path relative to what was opened, with forward slashes. */
    String name();

    /** The files that it is read from. */
    List<Path> paths();

    /** The same under another name. */
    SampleFile named(String other);

    /** One file for the only input of a model: a picture, {@code .npy} or {@code .pb}. */
    record Single(String name, Path file) implements SampleFile {
        @Override
        public List<Path> paths() {
            return List.of(file);
        }

        @Override
        public SampleFile named(String other) {
            return new Single(other, file);
        }
    }

    /** An {@code .npz} file whose arrays are named as the inputs. */
    record Archive(String name, Path file) implements SampleFile {
        @Override
        public List<Path> paths() {
            return List.of(file);
        }

        @Override
        public SampleFile named(String other) {
            return new Archive(other, file);
        }
    }

    /** A folder with a file for each input. */
    record Folder(String name, Path folder, Map<String, Path> files) implements SampleFile {
        public Folder {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }

        @Override
        public List<Path> paths() {
            return List.copyOf(files.values());
        }

        @Override
        public SampleFile named(String other) {
            return new Folder(other, folder, files);
        }
    }

    /** An ONNX test case's folder; {@code input_0.pb} is first. */
    record TestSet(String name, Path folder, List<Path> files) implements SampleFile {
        public TestSet {
            files = List.copyOf(files);
        }

        @Override
        public List<Path> paths() {
            return files;
        }

        @Override
        public SampleFile named(String other) {
            return new TestSet(other, folder, files);
        }
    }
}
