package io.jquant;

import io.jquant.data.BadSamples;
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
import io.jquant.tensor.ValueType;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;

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
        ModelInputs inputs =
                inputs(model).withStates(new LinkedHashSet<>(options.states().values()));
        PreprocessSpec spec =
                Preprocessing.find(options.preprocess(), file, model.metadata(), inputs);
        return SampleSources.open(
                options.source(),
                inputs,
                new SampleOptions(options.samples(), options.seed(), spec, bad));
    }

    /** How pictures are prepared for a model, as YAML; empty when nothing is known. */
    static String preprocess(Model model, Path file, DataOptions options) {
        return PreprocessText.yaml(
                Preprocessing.find(options.preprocess(), file, model.metadata(), inputs(model)));
    }

    /** What happens with samples that cannot be used. */
    public static BadSamples policy(DataOptions options) {
        return options.skipBad() ? BadSamples.skip() : BadSamples.stop();
    }
}
