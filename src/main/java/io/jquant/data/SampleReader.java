package io.jquant.data;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.data.numpy.NpyReader;
import io.jquant.data.numpy.Npz;
import io.jquant.data.preprocess.PictureInput;
import io.jquant.image.PictureReader;
import io.jquant.load.TensorReader;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of a sample, and brings their elements to the types of the model's inputs. */
final class SampleReader {
    /**
     * What a file holds for one input.
     *
     * @param from the file, and the array in it, for messages
     */
    record Item(Tensor tensor, String from) {}

    private final ModelInputs model;
    private final Map<String, PictureInput> pictures;

    SampleReader(ModelInputs model, Map<String, PictureInput> pictures) {
        this.model = model;
        this.pictures = pictures;
    }

    /**
     * Refuses samples that hold a picture for an input that has no preparation, without reading
     * them.
     */
    void requirePreparation(SampleFile sample) {
        if (sample instanceof SampleFile.Single s) {
            requirePreparation(s.file(), model.required().get(0));
        } else if (sample instanceof SampleFile.Folder f) {
            f.files().forEach((input, file) -> requirePreparation(file, model.get(input)));
        }
    }

    private void requirePreparation(Path file, ModelInput input) {
        if (FileKind.of(file.getFileName().toString()) == FileKind.PICTURE
                && !pictures.containsKey(input.name())) {
            throw Problem.PREPROCESS_MISSING.with(
                    file, input.name(), "imagenet, tf, caffe, yolo, raw");
        }
    }

    /** Input → data, in graph order; inputs without a file are missing. */
    Map<String, Item> read(SampleFile sample) {
        Map<String, Item> found = new LinkedHashMap<>();
        if (sample instanceof SampleFile.Single s) {
            ModelInput only = model.required().get(0);
            found.put(only.name(), one(s.file(), only));
        } else if (sample instanceof SampleFile.Folder f) {
            f.files().forEach((input, file) -> found.put(input, one(file, model.get(input))));
        } else if (sample instanceof SampleFile.Archive a) {
            archive(a, found);
        } else if (sample instanceof SampleFile.TestSet t) {
            testSet(t, found);
        }
        Map<String, Item> out = new LinkedHashMap<>();
        for (ModelInput input : model.inputs()) {
            Item item = found.get(input.name());
            if (item != null) {
                out.put(input.name(), typed(item, input));
            } else if (!model.states().contains(input.name())) {
                throw missing(sample, input, found);
            }
        }
        return out;
    }

    private Item one(Path file, ModelInput input) {
        return new Item(
                switch (FileKind.of(file.getFileName().toString())) {
                    case NPY -> NpyReader.read(file);
                    case PROTO -> TensorReader.read(file);
                    case PICTURE -> {
                        requirePreparation(file, input);
                        yield pictures.get(input.name())
                                .tensor(PictureReader.read(file), file.toString());
                    }
                    default -> throw new IllegalStateException(file.toString());
                },
                file.toString());
    }

    private void archive(SampleFile.Archive sample, Map<String, Item> found) {
        Map<String, String> stems = model.fileStems();
        try (Npz npz = Npz.open(sample.file())) {
            for (ModelInput input : model.inputs()) {
                String stem = stems.get(input.name());
                String key = npz.names().contains(input.name()) ? input.name() : stem;
                if (npz.names().contains(key)) {
                    found.put(
                            input.name(),
                            new Item(npz.read(key), sample.file() + ", array '" + key + "'"));
                }
            }
        }
    }

    /** input_K.pb is for the K-th graph input. */
    private void testSet(SampleFile.TestSet sample, Map<String, Item> found) {
        List<ModelInput> inputs = model.inputs();
        for (Path file : sample.files()) {
            String name = file.getFileName().toString();
            int index = Integer.parseInt(name.substring("input_".length(), name.length() - 3));
            if (index >= inputs.size()) {
                throw Problem.DATA_FORM.with(
                        file,
                        "the model has " + inputs.size() + " inputs: " + model.names(),
                        "leave one file for each input");
            }
            found.put(inputs.get(index).name(), new Item(TensorReader.read(file), file.toString()));
        }
    }

    private static Item typed(Item item, ModelInput input) {
        TypeConversion.Result r = TypeConversion.convert(item.tensor(), input.type());
        if (r.tensor() == null) {
            throw Problem.SAMPLE_TYPE.with(
                    item.from(),
                    input.name(),
                    input.typeText(),
                    ModelInput.text(item.tensor().type()),
                    r.why());
        }
        return new Item(r.tensor(), item.from());
    }

    private JquantException missing(SampleFile sample, ModelInput input, Map<String, Item> found) {
        String stem = model.fileStems().get(input.name());
        List<String> have = new ArrayList<>();
        found.keySet().forEach(k -> have.add("'" + k + "'"));
        String there = have.isEmpty() ? "none of the inputs" : "only " + String.join(", ", have);
        Path place;
        String advice;
        if (sample instanceof SampleFile.Archive a) {
            place = a.file();
            advice = "add an array '" + input.name() + "'";
            try (Npz npz = Npz.open(a.file())) {
                there = "its arrays are " + String.join(", ", npz.names());
            }
        } else if (sample instanceof SampleFile.Folder f) {
            place = f.folder();
            advice = "add " + stem + ".npy";
            there = "it has " + there;
        } else if (sample instanceof SampleFile.TestSet t) {
            place = t.folder();
            advice = "add input_" + model.inputs().indexOf(input) + ".pb";
            there = "it has " + there;
        } else {
            throw new IllegalStateException("a single file has its input");
        }
        String output = StateHint.outputFor(input, model);
        return Problem.SAMPLE_INPUT_MISSING.with(
                place,
                input.name(),
                there,
                output == null
                        ? advice
                        : advice
                                + ", or feed an output back with --state "
                                + output
                                + "="
                                + input.name());
    }
}
