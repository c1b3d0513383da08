package io.jquant;

import io.jquant.data.BadSamples;
import io.jquant.data.Draw;
import io.jquant.data.SampleSource;
import io.jquant.graph.Model;
import io.jquant.recover.MethodChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The samples of a job: some to find ranges by, some to judge by.
 *
 * @param options what they were drawn by
 * @param heldOut are the judging samples others than those of the calibration? Where all samples
 *     were drawn for calibration, some of them serve for both
 * @param spare samples beside those that were drawn; may be empty
 */
record Samples(
        DataOptions options,
        SampleSource calibration,
        SampleSource judging,
        List<SampleSource> spare,
        boolean heldOut) {
    /** The share of the samples that is held out where a choice is made. */
    private static final double USUAL_SHARE = 0.2;

    /**
     * Draws the calibration samples, and up to so many others to judge by: first from those that
     * were not drawn, unless a share of the drawn ones is to be held out.
     *
     * @param choice is a choice to be made by the judging samples?
     */
    static Samples draw(Model model, Path file, DataOptions options, int judged, boolean choice) {
        double share = options.holdout();
        if (share == DataOptions.USUAL_HOLDOUT) {
            share = choice ? USUAL_SHARE : 0;
        }
        int most =
                options.isMadeUp() && options.samples() < Integer.MAX_VALUE - judged
                        ? options.samples() + judged
                        : Integer.MAX_VALUE;
        SampleSource all = ModelData.open(model, file, options.withSamples(most));
        int[] drawn = Draw.evenly(all.size(), options.samples(), options.seed());
        Set<Integer> taken = Arrays.stream(drawn).boxed().collect(Collectors.toSet());
        int[] rest = IntStream.range(0, all.size()).filter(i -> !taken.contains(i)).toArray();
        if (share > 0 && drawn.length > 1) {
            Draw.Split parts = Draw.holdOut(drawn.length, share, options.seed());
            int[] others = of(rest, Draw.evenly(rest.length, MethodChoice.JUDGES, options.seed()));
            return new Samples(
                    options,
                    all.subset(of(drawn, parts.fit())),
                    all.subset(of(drawn, parts.held())),
                    others.length == 0 ? List.of() : List.of(all.subset(others)),
                    true);
        }
        int[] from = rest.length > 0 ? rest : drawn;
        int[] held = of(from, Draw.evenly(from.length, judged, options.seed()));
        return new Samples(
                options, all.subset(drawn), all.subset(held), List.of(), rest.length > 0);
    }

    private static int[] of(int[] values, int... places) {
        return Arrays.stream(places).map(i -> values[i]).toArray();
    }

    /** Made-up data cannot judge anything. */
    boolean isMadeUp() {
        return calibration.isMadeUp();
    }

    /** All that may judge, without what ranges are found by. */
    List<SampleSource> judges() {
        List<SampleSource> all = new ArrayList<>(List.of(judging));
        all.addAll(spare);
        return all;
    }

    /** What happens with samples that cannot be used, for one stage that goes through them. */
    BadSamples bad() {
        return ModelData.policy(options);
    }

    /** Output → input that it is fed to at the next step of a sequence. */
    Map<String, String> states() {
        return options.states();
    }
}
