package io.jquant.data;

import io.jquant.data.input.SafeNames;
import java.util.ArrayList;
import java.util.List;

/** Names under which the results of samples can be written. */
public final class SampleFolders {
    private SampleFolders() {}

    /**
     * A folder name for each sample: its name without the ending of its file, safe (see {@link
     * SafeNames}), and no two alike.
     */
    public static List<String> of(SampleSource samples) {
        List<String> stems = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            String name = samples.name(i);
            boolean file = FileKind.of(name) != FileKind.OTHER;
            stems.add(SafeNames.of(file ? FileKind.stem(name) : name));
        }
        return SafeNames.distinctOf(stems);
    }
}
