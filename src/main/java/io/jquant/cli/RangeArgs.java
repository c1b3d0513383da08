package io.jquant.cli;

import io.jquant.RangeOptions;
import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.RangeMethods;
import io.jquant.recover.Refine;
import io.jquant.support.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How ranges are found. */
final class RangeArgs {
    /** The names of the methods, for help and completion. */
    static final class Methods implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> names = new ArrayList<>(RangeMethods.names());
            names.add(RangeMethods.AUTO);
            return names.iterator();
        }
    }

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = RangeMethods.DEFAULT,
            completionCandidates = Methods.class,
            description = "how ranges are found: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private String method;

    @Option(
            names = "--percentile",
            paramLabel = "P",
            defaultValue = "99.99",
            description =
                    "share of the values in the range, for the percentile methods (${DEFAULT-VALUE})")
    private double percentile;

    @Option(
            names = "--histogram-bits",
            paramLabel = "K",
            defaultValue = "" + CalibrationJob.USUAL_HISTOGRAM_BITS,
            description = "histograms have 2^K bins (${DEFAULT-VALUE})")
    private int histogramBits;

    @Option(names = "--clip-outputs", description = "let methods clip the model's outputs too")
    private boolean clipOutputs;

    @Option(
            names = "--refine",
            paramLabel = "none|mle",
            defaultValue = "none",
            description =
                    "after the method, layer by layer: mle moves the ends of each range to where the"
                            + " layer's quantized output errs least (${DEFAULT-VALUE})")
    private Refine refine;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            description =
                    "bound on what the samples in flight take, such as 512m or 2g (half the heap)")
    private String maxMemory;

    /** What the command line says. */
    RangeOptions options() {
        if (!(percentile > 50 && percentile <= 100)) {
            throw Problem.OPTION_VALUE.with(
                    "--percentile", percentile, "a number above 50, at most 100");
        }
        if (histogramBits < 8 || histogramBits > 16) {
            throw Problem.OPTION_VALUE.with(
                    "--histogram-bits", histogramBits, "a number from 8 to 16");
        }
        RangeOptions options =
                RangeOptions.of(method)
                        .withMethodOptions(new RangeMethods.Options(percentile))
                        .withRefine(refine)
                        .withHistogramBits(histogramBits)
                        .withClipOutputs(clipOutputs);
        return maxMemory == null ? options : options.withMaxMemory(bytes(maxMemory));
    }

    private static long bytes(String size) {
        String text = size.toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9]{1,9}[kmg]?b?")) {
            throw Problem.OPTION_VALUE.with("--max-memory", size, "a size such as 512m or 2g");
        }
        long number = Long.parseLong(text.replaceAll("[^0-9]", ""));
        return text.contains("g")
                ? number << 30
                : text.contains("m") ? number << 20 : text.contains("k") ? number << 10 : number;
    }
}
