package io.jquant;

import io.jquant.data.BadSamples;
import io.jquant.data.Draw;
import io.jquant.data.SampleOptions;
import io.jquant.data.SampleSource;
import io.jquant.data.SampleSources;
import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.data.preprocess.PreprocessSpec;
import io.jquant.data.preprocess.PreprocessText;
import io.jquant.data.preprocess.Preprocessing;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.recover.MethodChoice;
import io.jquant.tensor.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Opens samples for a model. */
public final class ModelData {
    private ModelData() {}

    /** What a model wants to be fed: its inputs without initializer that are tensors. */
    public static ModelInputs inputs(Model model) {
        return ModelInputs.of(
                        ports(
                                model.graph().inputs().stream()
                                        .filter(v -> v.constant() == null)
                                        .toList()))
                .withOutputs(ports(model.graph().outputs()));
    }

    private static List<ModelInput> ports(List<Value> values) {
        return values.stream()
                .filter(v -> v.type() instanceof ValueType.TensorType t && t.element() != null)
                .map(
                        v ->
                                new ModelInput(
                                        v.name(), v.tensorType().element(), v.tensorType().shape()))
                .toList();
    }

    /**
     * The samples of a source, the drawn ones only.
     *
     * @param file where the model comes from; its preprocess YAML is looked for beside it
     */
    public static SampleSource open(Model model, Path file, DataOptions options) {
        return open(model, file, options, policy(options));
    }

    /** As {@link #open(Model, Path, DataOptions)}, with what happens to bad samples. */
    public static SampleSource open(Model model, Path file, DataOptions options, BadSamples bad) {
        return open(model, file, options, options.samples(), bad);
    }

    /** How pictures are prepared for a model, as YAML; empty when nothing is known. */
    static String preprocess(Model model, Path file, DataOptions options) {
        return PreprocessText.yaml(
                Preprocessing.find(options.preprocess(), file, model.metadata(), inputs(model)));
    }

    private static SampleSource open(
            Model model, Path file, DataOptions options, int limit, BadSamples bad) {
        ModelInputs inputs =
                inputs(model).withStates(new LinkedHashSet<>(options.states().values()));
        PreprocessSpec spec =
                Preprocessing.find(options.preprocess(), file, model.metadata(), inputs);
        return SampleSources.open(
                options.source(), inputs, new SampleOptions(limit, options.seed(), spec, bad));
    }

    /** What happens with samples that cannot be used. */
    public static BadSamples policy(DataOptions options) {
        return options.skipBad() ? BadSamples.skip() : BadSamples.stop();
    }

    /**
     * Samples for calibration, and some to judge the result by.
     *
     * @param heldOut are the judging samples others than those of the calibration? Where all
     *     samples were drawn for calibration, some of them serve for both
     * @param spare samples beside those that were drawn; may be empty
     */
    record Split(
            SampleSource calibration,
            SampleSource judging,
            List<SampleSource> spare,
            boolean heldOut) {
        /** All that may judge, without what ranges are found by. */
        List<SampleSource> judges() {
            List<SampleSource> all = new ArrayList<>(List.of(judging));
            all.addAll(spare);
            return all;
        }
    }

    /**
     * Draws the calibration samples, and up to so many others to judge by: first from those that
     * were not drawn, unless a share of the drawn ones is to be held out.
     *
     * @param usual the share that is held out when the user does not say
     */
    static Split split(Model model, Path file, DataOptions options, int judged, double usual) {
        boolean madeUp = options.source().equals(SampleSources.RANDOM);
        double share = options.holdout() == DataOptions.USUAL_HOLDOUT ? usual : options.holdout();
        SampleSource all =
                open(
                        model,
                        file,
                        options,
                        madeUp ? options.samples() + judged : Integer.MAX_VALUE,
                        policy(options));
        int[] drawn = Draw.evenly(all.size(), options.samples(), options.seed());
        Set<Integer> taken = Arrays.stream(drawn).boxed().collect(Collectors.toSet());
        int[] rest = IntStream.range(0, all.size()).filter(i -> !taken.contains(i)).toArray();
        if (share > 0 && drawn.length > 1) {
            Draw.Split parts = Draw.holdOut(drawn.length, share, options.seed());
            int[] others = of(rest, Draw.evenly(rest.length, MethodChoice.JUDGES, options.seed()));
            return new Split(
                    all.subset(of(drawn, parts.fit())),
                    all.subset(of(drawn, parts.held())),
                    others.length == 0 ? List.of() : List.of(all.subset(others)),
                    true);
        }
        int[] from = rest.length > 0 ? rest : drawn;
        int[] held = of(from, Draw.evenly(from.length, judged, options.seed()));
        return new Split(all.subset(drawn), all.subset(held), List.of(), rest.length > 0);
    }

    private static int[] of(int[] values, int... places) {
        return Arrays.stream(places).map(i -> values[i]).toArray();
    }
}
