package io.jquant.data.preprocess;

import io.jquant.support.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the command line says about preprocessing, as text; null where it says nothing.
 *
 * @param preprocess a YAML file or the name of a preset
 * @param resize {@code WxH}, {@code short:N}, {@code letterbox:N} or {@code letterbox:WxH}, {@code
 *     none}
 * @param crop {@code N}, {@code WxH} or {@code none}
 * @param filter a resize filter
 * @param color {@code RGB}, {@code BGR} or {@code GRAY}
 * @param layout {@code NCHW} or {@code NHWC}
 * @param scale a number or a quotient such as {@code 1/255}
 * @param mean one number, or one for each channel with commas between them
 * @param std as mean
 */
public record PreprocessOptions(
        String preprocess,
        String resize,
        String crop,
        String filter,
        String color,
        String layout,
        String scale,
        String mean,
        String std) {
    /** Nothing is said: a file beside the model, or the model itself, decides. */
    public static final PreprocessOptions NONE =
            new PreprocessOptions(null, null, null, null, null, null, null, null, null);

    /** Only a YAML file or a preset. */
    public static PreprocessOptions of(String preprocess) {
        return new PreprocessOptions(preprocess, null, null, null, null, null, null, null, null);
    }

    /** Does an option beside {@code --preprocess} say something? */
    boolean refines() {
        return Stream.of(resize, crop, filter, color, layout, scale, mean, std)
                .anyMatch(Objects::nonNull);
    }

    /** The preparations with these options in place of their own settings. */
    PreprocessSpec refine(PreprocessSpec spec) {
        if (!refines()) {
            return spec;
        }
        Map<String, InputSpec> out = new LinkedHashMap<>();
        spec.inputs().forEach((name, s) -> out.put(name, refine(s)));
        return new PreprocessSpec(spec.origin() + " and options", out);
    }

    private InputSpec refine(InputSpec spec) {
        InputSpec out = spec;
        if (color != null) {
            out = out.withColor(option("--color", color, () -> Settings.color(color)));
        }
        InputSpec colored = out;
        if (layout != null) {
            out = out.withLayout(option("--layout", layout, () -> Settings.layout(layout)));
        }
        if (resize != null) {
            out = out.withResize(option("--resize", resize, this::parsedResize));
        }
        if (crop != null) {
            out =
                    out.withCrop(
                            option("--crop", crop, () -> none(crop) ? null : Settings.size(crop)));
        }
        if (filter != null) {
            out = out.withFilter(option("--filter", filter, () -> Settings.filter(filter)));
        }
        if (scale != null) {
            out = out.withScale(option("--scale", scale, () -> Settings.factor(scale)));
        }
        out =
                out.withMean(
                        option(
                                mean == null ? "--color" : "--mean",
                                mean == null ? color : mean,
                                () -> channels(mean, colored, colored.mean(), false)));
        return out.withStd(
                option(
                        std == null ? "--color" : "--std",
                        std == null ? color : std,
                        () -> channels(std, colored, colored.std(), true)));
    }

    /** The numbers of an option, or those that were there if they still fit the channels. */
    private static double[] channels(String given, InputSpec spec, double[] before, boolean divisor)
            throws BadSetting {
        if (given != null) {
            return Settings.perChannel(given, spec.color(), divisor);
        }
        if (before.length != 1 && before.length != spec.color().channels()) {
            throw new BadSetting(
                    before.length + (divisor ? " std" : " mean") + " values are in force",
                    divisor ? "--std as well" : "--mean as well");
        }
        return before;
    }

    private Resize parsedResize() throws BadSetting {
        if (none(resize)) {
            return null;
        }
        String[] parts = resize.split(":", 2);
        if (parts.length == 1 && resize.matches("[0-9]+[xX][0-9]+")) {
            return new Resize.Exact(Settings.size(resize));
        }
        if (parts.length == 2 && parts[0].equals("short")) {
            return new Resize.ShortSide(Settings.side(parts[1]));
        }
        if (parts.length == 2 && parts[0].equals("letterbox")) {
            return new Resize.Letterbox(Settings.size(parts[1]), 114, Resize.Place.CENTER);
        }
        throw new BadSetting("no such resize", "WxH, short:N, letterbox:N or none");
    }

    private static boolean none(String text) {
        return text.equals("none");
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws BadSetting;
    }

    private static <T> T option(String name, String text, Reading<T> reading) {
        try {
            return reading.read();
        } catch (BadSetting e) {
            throw Problem.PREPROCESS_OPTION.because(e, name, text, e.getMessage(), e.allowed());
        }
    }
}
