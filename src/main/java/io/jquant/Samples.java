package io.jquant;

import io.jquant.data.BadSamples;
import io.jquant.data.Draw;
import io.jquant.data.Sample;
import io.jquant.data.SampleSource;
import io.jquant.graph.Model;
import io.jquant.recover.MethodChoice;
import io.jquant.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The samples of a job: some to find ranges by, some to judge by.
 *
 * @param options what they were drawn by
 * @param judging what the result is judged by
 * @param unseen all that can judge and are not among those of the calibration; may be empty
 * @param heldOut are the judging samples others than those of the calibration? Where all samples
 *     were drawn for calibration, some of them serve for both
 */
record Samples(
        DataOptions options,
        SampleSource calibration,
        SampleSource judging,
        List<SampleSource> unseen,
        boolean heldOut) {
    /**
     * Draws the calibration samples, and up to so many others to judge the result by: from those
     * that were not drawn, unless a share of the drawn ones is to be held out.
     */
    static Samples draw(Model model, Path file, DataOptions options, int judged) {
        int most =
                options.isMadeUp() && options.samples() < Integer.MAX_VALUE - judged
                        ? options.samples() + judged
                        : Integer.MAX_VALUE;
        SampleSource all = ModelData.open(model, file, options.withSamples(most));
        int[] drawn = Draw.evenly(all.size(), options.samples(), options.seed());
        Set<Integer> taken = Arrays.stream(drawn).boxed().collect(Collectors.toSet());
        int[] rest = IntStream.range(0, all.size()).filter(i -> !taken.contains(i)).toArray();
        List<SampleSource> unseen = new ArrayList<>();
        if (rest.length > 0) {
            int[] others = Draw.evenly(rest.length, MethodChoice.JUDGES, options.seed());
            unseen.add(all.subset(of(rest, others)));
        }
        if (options.holdout() > 0 && drawn.length > 1) {
            Draw.Split parts = Draw.holdOut(drawn.length, options.holdout(), options.seed());
            SampleSource held = all.subset(of(drawn, parts.held()));
            unseen.add(0, held);
            return new Samples(
                    options, all.subset(of(drawn, parts.fit())), held, List.copyOf(unseen), true);
        }
        int[] from = rest.length > 0 ? rest : drawn;
        int[] held = of(from, Draw.evenly(from.length, judged, options.seed()));
        return new Samples(
                options, all.subset(drawn), all.subset(held), List.copyOf(unseen), rest.length > 0);
    }

    private static int[] of(int[] values, int... places) {
        return Arrays.stream(places).map(i -> values[i]).toArray();
    }

    /** The shapes of the inputs in the first sample that can be read, at its first step. */
    Map<String, Shape> shapes() {
        for (int i = 0; i < calibration.size(); i++) {
            Optional<Sample> sample = bad().load(calibration, i);
            if (sample.isPresent()) {
                Map<String, Shape> shapes = new LinkedHashMap<>();
                sample.get().step(0).forEach((input, t) -> shapes.put(input, t.shape()));
                return shapes;
            }
        }
        return Map.of();
    }

    /** Made-up data cannot judge anything. */
    boolean isMadeUp() {
        return calibration.isMadeUp();
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
