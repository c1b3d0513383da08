import io.jquant.DataOptions;
import io.jquant.OutputSqnr;
import io.jquant.QuantizationResult;
import io.jquant.Quantizer;
import io.jquant.rewrite.lint.Finding;
import java.nio.file.Path;

/**
 * Quantizes a model from Java code, without the command line.
 *
 * <pre>
 * java --add-modules jdk.incubator.vector -cp target/jquant.jar examples/QuantizeInCode.java \
 *     models/glyphs.onnx examples/calib /tmp/glyphs.int8.onnx
 * </pre>
 */
public final class QuantizeInCode {
    private QuantizeInCode() {}

    public static void main(String[] args) {
        QuantizationResult result =
                Quantizer.of(Path.of(args[0]))
                        .data(DataOptions.of(args[1]).withSamples(20))
                        .method("asymmetric-mse")
                        .target("onnxruntime")
                        .output(Path.of(args[2]))
                        .run();

        System.out.printf(
                "%d bytes in place of %d, %.0f %% of the multiplications in integers%n",
                result.bytesAfter(), result.bytesBefore(), 100 * result.summary().integerShare());
        for (OutputSqnr output : result.sqnr()) {
            System.out.printf("output %s: %.1f dB%n", output.output(), output.decibels());
        }
        for (Finding finding : result.lint().findings()) {
            System.out.printf("%s: %s%n", finding.node(), finding.verdict().text());
        }
    }
}
