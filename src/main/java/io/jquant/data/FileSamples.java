package io.jquant.data;

import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Samples that are read from files. */
final class FileSamples implements SampleSource {
    private final List<SampleFile> files;
    private final SampleReader reader;
    private final SampleCheck check;
    private final Stacking stacking;

    /** How many files make one sample. */
    private final int batch;

    private FileSamples(
            List<SampleFile> files,
            SampleReader reader,
            SampleCheck check,
            Stacking stacking,
            int batch) {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.check = check;
        this.stacking = stacking;
        this.batch = batch;
    }

    /**
     * The samples in these files. One of them is read to see whether they are to be stacked, and
     * whether they fit at all.
     */
    static SampleSource of(
            List<SampleFile> files,
            SampleReader reader,
            SampleCheck check,
            Stacking stacking,
            BadSamples bad) {
        FileSamples single = new FileSamples(files, reader, check, stacking, 1);
        for (int i = 0; i < files.size(); i++) {
            int batch;
            try {
                batch = stacking.factor(reader.read(files.get(i)));
            } catch (JquantException e) {
                if (e.kind() != Kind.DATA) {
                    throw e;
                }
                batch = 1; // read once more below, where it is reported
            }
            if (batch > 1) {
                return new FileSamples(files, reader, check, stacking, batch);
            }
            if (bad.load(single, i).isPresent()) {
                return single;
            }
        }
        bad.requireSome(files.size());
        return single;
    }

    @Override
    public List<Path> files() {
        return files.stream().flatMap(f -> f.paths().stream()).toList();
    }

    @Override
    public int size() {
        return (int) (((long) files.size() + batch - 1) / batch);
    }

    @Override
    public String name(int index) {
        int rest = members(index).size() - 1;
        String first = files.get(index * batch).name();
        return rest == 0 ? first : first + "+" + rest;
    }

    /** The names of the files that make up a sample. */
    private List<String> members(int index) {
        List<String> out = new ArrayList<>();
        for (int i = index * batch; i < Math.min(files.size(), (index + 1) * batch); i++) {
            out.add(files.get(i).name());
        }
        return out;
    }

    @Override
    public Sample load(int index) {
        if (batch == 1) {
            return check.sample(name(index), reader.read(files.get(index)));
        }
        List<String> members = members(index);
        List<Map<String, SampleReader.Item>> parts = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            parts.add(reader.read(files.get(index * batch + i)));
        }
        for (int i = 0; parts.size() < batch; i++) {
            parts.add(parts.get(i)); // the last batch is filled up from its own beginning
        }
        Sample whole = check.sample(name(index), stacking.stack(parts));
        return Sample.stacked(members, whole.tensors());
    }
}
