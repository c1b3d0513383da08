package io.jquant.data.preprocess;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.support.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Preparations that many networks share. Sizes are those of the model's input where it is fixed;
 * the layout is that of the model's input.
 */
final class Presets {
    private static final int IMAGENET_SIZE = 224;
    private static final int YOLO_SIZE = 640;

    /** One preparation for a model whose pictures have this size, or null where it is not fixed. */
    @FunctionalInterface
    private interface Preset {
        InputSpec of(Size size);
    }

    private static final Map<String, Preset> ALL = all();

    private Presets() {}

    private static Map<String, Preset> all() {
        Map<String, Preset> out = new LinkedHashMap<>();
        out.put(
                "imagenet",
                size ->
                        cropped(size)
                                .withScale(1.0 / 255)
                                .withMean(0.485, 0.456, 0.406)
                                .withStd(0.229, 0.224, 0.225));
        out.put("tf", size -> plain(size).withScale(1 / 127.5).withMean(1));
        out.put(
                "caffe",
                size -> cropped(size).withColor(ColorOrder.BGR).withMean(103.939, 116.779, 123.68));
        out.put(
                "yolo",
                size ->
                        InputSpec.PLAIN
                                .withResize(
                                        new Resize.Letterbox(
                                                orElse(size, YOLO_SIZE), 114, Resize.Place.CENTER))
                                .withScale(1.0 / 255));
        out.put("raw", Presets::plain);
        return Collections.unmodifiableMap(out);
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** The preset for every input of the model that can take pictures. */
    static PreprocessSpec of(String name, ModelInputs model) {
        Preset preset = ALL.get(name);
        Map<String, InputSpec> out = new LinkedHashMap<>();
        for (ModelInput i : model.required()) {
            if (PictureAxes.fits(i) && PictureInput.takesNumbers(i.type())) {
                ColorOrder color = preset.of(null).color();
                PictureAxes axes = PictureAxes.of(i.shape(), PictureAxes.guess(i.shape(), color));
                out.put(i.name(), preset.of(axes.size(i.shape())));
            }
        }
        if (out.isEmpty()) {
            throw Problem.PREPROCESS_MISFIT.with(
                    "preset " + name,
                    "no input of the model can take pictures",
                    "give arrays of its inputs instead of pictures");
        }
        return new PreprocessSpec("preset " + name, out);
    }

    private static Size orElse(Size size, int side) {
        return size == null ? new Size(side, side) : size;
    }

    private static InputSpec plain(Size size) {
        return size == null ? InputSpec.PLAIN : InputSpec.PLAIN.withResize(new Resize.Exact(size));
    }

    /** Short side 256/224 of the size, then the centre. */
    private static InputSpec cropped(Size size) {
        Size to = orElse(size, IMAGENET_SIZE);
        int longer = Math.max(to.width(), to.height());
        int side = (int) Math.floor(longer * 256.0 / 224.0 + 0.5);
        return InputSpec.PLAIN.withResize(new Resize.ShortSide(side)).withCrop(to);
    }
}
