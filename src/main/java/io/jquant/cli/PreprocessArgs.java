package io.jquant.cli;

import io.jquant.data.preprocess.PreprocessOptions;
import picocli.CommandLine.Option;

/** How pictures become network inputs. */
final class PreprocessArgs {
    @Option(
            names = "--preprocess",
            paramLabel = "FILE|PRESET",
            description =
                    "how pictures are prepared: a preprocess.yaml, or imagenet, tf, caffe, yolo, raw (found beside the model as"
                            + " MODEL.preprocess.yaml, or in its metadata)")
    private String preprocess;

    @Option(
            names = "--resize",
            paramLabel = "WxH|short:N|letterbox:N",
            description = "resize pictures")
    private String resize;

    @Option(names = "--crop", paramLabel = "N", description = "crop the centre, N x N or WxH")
    private String crop;

    @Option(
            names = "--filter",
            paramLabel = "F",
            description = "resize filter: bilinear, bicubic, nearest, area, lanczos")
    private String filter;

    @Option(
            names = "--color",
            paramLabel = "RGB|BGR|GRAY",
            description = "order of the colour channels")
    private String color;

    @Option(
            names = "--layout",
            paramLabel = "NCHW|NHWC",
            description = "layout of the network's input")
    private String layout;

    @Option(
            names = "--scale",
            paramLabel = "S",
            description = "value = (pixel * S - mean) / std; 1/255 is understood")
    private String scale;

    @Option(
            names = "--mean",
            paramLabel = "a,b,c",
            description = "mean, one number or one per channel")
    private String mean;

    @Option(
            names = "--std",
            paramLabel = "a,b,c",
            description = "standard deviation, one number or one per channel")
    private String std;

    PreprocessOptions options() {
        return new PreprocessOptions(
                preprocess, resize, crop, filter, color, layout, scale, mean, std);
    }
}
