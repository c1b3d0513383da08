package io.jquant.rewrite.lint;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.jquant.ModelFile;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.load.ModelLoader;
import io.jquant.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** What ONNX Runtime makes of a model, in numbers. */
record OptimizedGraph(int integer, int floating, int quantize, int dequantize) {
    private static final Set<String> INTEGER =
            Set.of(
                    "QLinearConv",
                    "QLinearMatMul",
                    "QGemm",
                    "MatMulIntegerToFloat",
                    "ConvInteger",
                    "MatMulInteger",
                    "DynamicQuantizeMatMul");

    private static final Set<String> FLOAT =
            Set.of(
                    "Conv",
                    "ConvTranspose",
                    "FusedConv",
                    "Gemm",
                    "FusedGemm",
                    "MatMul",
                    "FusedMatMul");

    static OptimizedGraph of(Path file) throws OrtException, IOException {
        Path out = file.resolveSibling("optimized.onnx");
        Files.deleteIfExists(out);
        try (SessionOptions o = new SessionOptions()) {
            // the last level only changes layouts, and some versions cannot write what it makes
            o.setOptimizationLevel(OptLevel.EXTENDED_OPT);
            o.setOptimizedModelFilePath(out.toString());
            OrtEnvironment.getEnvironment().createSession(file.toString(), o).close();
        }
        int[] count = new int[4];
        count(ModelLoader.load(out).graph(), count);
        return new OptimizedGraph(count[0], count[1], count[2], count[3]);
    }

    private static void count(Graph g, int[] count) {
        for (Node n : g) {
            count[0] += INTEGER.contains(n.opType()) ? 1 : 0;
            count[1] += FLOAT.contains(n.opType()) ? 1 : 0;
            boolean edge =
                    n.inputs().isEmpty() || n.input(0).isGraphInput() || n.output().isGraphOutput();
            count[2] += n.is("QuantizeLinear") && !edge ? 1 : 0;
            count[3] += n.is("DequantizeLinear") && !edge && !n.input(0).isConstant() ? 1 : 0;
            n.subgraphs().forEach(b -> count(b, count));
        }
    }

    /**
     * What the linter says of the file that is not so; empty when all is.
     *
     * @param spare pairs that may be left over beyond what was predicted
     */
    static String difference(Path file, int spare) throws OrtException, IOException {
        LintReport r = FusionLint.check(ModelFile.open(file), Targets.ONNXRUNTIME);
        OptimizedGraph made = of(file);
        boolean same =
                made.integer() == r.integer()
                        && made.floating() == r.findings().size() - r.integer()
                        && made.quantize() <= r.quantizeLeft() + spare
                        && made.dequantize() <= r.dequantizeLeft() + spare;
        return same
                ? ""
                : made
                        + " predicted "
                        + r.integer()
                        + " of "
                        + r.findings().size()
                        + ", left "
                        + r.quantizeLeft()
                        + " and "
                        + r.dequantizeLeft();
    }
}
