package io.jquant.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Some samples of another source. */
final class Subset implements SampleSource {
    private final SampleSource all;
    private final int[] indices;

    Subset(SampleSource all, int[] indices) {
        this.all = all;
        this.indices = indices;
        for (int i : indices) {
            Objects.checkIndex(i, all.size());
        }
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public String name(int index) {
        return all.name(indices[index]);
    }

    @Override
    public Sample load(int index) {
        return all.load(indices[index]);
    }

    @Override
    public List<Path> files() {
        return all.files();
    }

    @Override
    public boolean isMadeUp() {
        return all.isMadeUp();
    }
}
