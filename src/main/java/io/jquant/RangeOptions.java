package io.jquant;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.NamedMethod;
import io.jquant.calibrate.RangeMethods;
import io.jquant.recover.Refine;

/**
 * How ranges are found.
 *
 * @param method a name of {@link RangeMethods}
 * @param methodOptions settings of single methods
 * @param refine what is done to the ranges after the method, or after they were read from a file;
 *     needs samples
 * @param histogramBits histograms have 2 to this power of bins over the range
 * @param clipOutputs may methods clip the model's outputs?
 * @param maxMemory bytes that the samples in flight may take together
 */
public record RangeOptions(
        String method,
        RangeMethods.Options methodOptions,
        Refine refine,
        int histogramBits,
        boolean clipOutputs,
        long maxMemory) {

    /** A method with the usual settings: no refinement, half of the heap. */
    public static RangeOptions of(String method) {
        return new RangeOptions(
                method,
                RangeMethods.Options.DEFAULTS,
                Refine.NONE,
                CalibrationJob.USUAL_HISTOGRAM_BITS,
                false,
                Runtime.getRuntime().maxMemory() / 2);
    }

    public RangeOptions withMethod(String name) {
        return new RangeOptions(name, methodOptions, refine, histogramBits, clipOutputs, maxMemory);
    }

    public RangeOptions withMethodOptions(RangeMethods.Options options) {
        return new RangeOptions(method, options, refine, histogramBits, clipOutputs, maxMemory);
    }

    public RangeOptions withRefine(Refine how) {
        return new RangeOptions(method, methodOptions, how, histogramBits, clipOutputs, maxMemory);
    }

    public RangeOptions withHistogramBits(int bits) {
        return new RangeOptions(method, methodOptions, refine, bits, clipOutputs, maxMemory);
    }

    public RangeOptions withClipOutputs(boolean clip) {
        return new RangeOptions(method, methodOptions, refine, histogramBits, clip, maxMemory);
    }

    public RangeOptions withMaxMemory(long bytes) {
        return new RangeOptions(method, methodOptions, refine, histogramBits, clipOutputs, bytes);
    }

    /** Is the method to be chosen by the samples? */
    boolean isAuto() {
        return method.equals(RangeMethods.AUTO);
    }

    /**
     * The method; for {@code auto} the one that is taken where nothing can judge.
     *
     * @throws io.jquant.support.JquantException when there is none of this name
     */
    NamedMethod named() {
        return RangeMethods.find(isAuto() ? RangeMethods.USUAL : method, methodOptions);
    }
}
