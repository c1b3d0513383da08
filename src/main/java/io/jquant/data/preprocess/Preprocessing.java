package io.jquant.data.preprocess;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds out how pictures are to be prepared for a model. */
public final class Preprocessing {
    /** Key in the model's metadata under which a preprocess YAML may stand. */
    public static final String METADATA_KEY = "jquant.preprocess";

    private static final String MODEL_SUFFIX = ".onnx";
    private static final String SPEC_SUFFIX = ".preprocess.yaml";

    private Preprocessing() {}

    /**
     * The first of these that there is: {@code --preprocess}; {@code MODEL.preprocess.yaml} beside
     * the model ({@code net.onnx}: {@code net.preprocess.yaml}); the model's metadata; the preset
     * {@code raw} when other options say something. Those options then replace single settings.
     *
     * @param options the command line
     * @param model the model file, or null
     * @param metadata the model's metadata
     * @param inputs what the model takes
     * @return {@link PreprocessSpec#NONE} when there is nothing
     * @throws io.jquant.support.JquantException {@code PREPROCESS_FILE}, {@code PREPROCESS_OPTION},
     *     {@code PREPROCESS_MISFIT} when the result cannot fit the model's inputs
     */
    public static PreprocessSpec find(
            PreprocessOptions options,
            Path model,
            Map<String, String> metadata,
            ModelInputs inputs) {
        PreprocessSpec spec = options.refine(source(options, model, metadata, inputs));
        pictureInputs(spec, inputs);
        return spec;
    }

    private static PreprocessSpec source(
            PreprocessOptions options,
            Path model,
            Map<String, String> metadata,
            ModelInputs inputs) {
        String named = options.preprocess();
        if (named != null && Presets.names().contains(named)) {
            return Presets.of(named, inputs);
        }
        if (named != null) {
            return read(Path.of(named));
        }
        Path beside = model == null ? null : beside(model);
        if (beside != null && Files.isRegularFile(beside)) {
            return read(beside);
        }
        String stored = metadata.get(METADATA_KEY);
        if (stored != null) {
            return PreprocessYaml.parse(stored, "the model's metadata '" + METADATA_KEY + "'");
        }
        return options.refines() ? Presets.of("raw", inputs) : PreprocessSpec.NONE;
    }

    /** Where the preprocess YAML of a model stands. */
    static Path beside(Path model) {
        String name = String.valueOf(model.getFileName());
        String stem =
                name.endsWith(MODEL_SUFFIX)
                        ? name.substring(0, name.length() - MODEL_SUFFIX.length())
                        : name;
        return model.resolveSibling(stem + SPEC_SUFFIX);
    }

    private static PreprocessSpec read(Path file) {
        try {
            return PreprocessYaml.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw Problem.PREPROCESS_FILE.because(
                    e,
                    file,
                    IoReason.of(e),
                    "a YAML file or one of the presets " + String.join(", ", Presets.names()));
        }
    }

    /**
     * What turns pictures into the tensors of each input that has a preparation.
     *
     * @throws io.jquant.support.JquantException {@code PREPROCESS_MISFIT}
     */
    public static Map<String, PictureInput> pictureInputs(PreprocessSpec spec, ModelInputs inputs) {
        Map<String, PictureInput> out = new LinkedHashMap<>();
        spec.inputs()
                .forEach(
                        (name, s) -> {
                            ModelInput input = inputs.get(name);
                            if (input == null) {
                                throw Problem.PREPROCESS_MISFIT.with(
                                        spec.origin(),
                                        "the model has no input '" + name + "'",
                                        "its inputs are " + inputs.names());
                            }
                            out.put(name, new PictureInput(input, s, spec.origin()));
                        });
        return out;
    }
}
