package io.jquant.kernel;

import io.jquant.simd.Simd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks in this process and adds their rates in GFLOP/s to a file of {@code
 * NAME<TAB>RATE} lines: {@code KernelReport FILE}.
 */
public final class KernelReport {
    private KernelReport() {}

    /** See the class. */
    public static void main(String[] args) throws IOException, RunnerException {
        Map<String, Double> rates = new LinkedHashMap<>();
        boolean scalar = Simd.get().description().equals("scalar");
        for (RunResult r : new Runner(options(scalar)).run()) {
            String kernel = r.getParams().getParam("kernel");
            double flops = kernel == null ? PeakBenchmark.FLOPS : KernelCase.of(kernel).flops();
            String name = kernel == null ? "peak" : kernel;
            rates.put(name, flops / r.getPrimaryResult().getScore() / 1e3); // µs
        }
        StringBuilder out = new StringBuilder();
        out.append("simd\t").append(Simd.get().description()).append('\n');
        rates.forEach((k, v) -> out.append(String.format(Locale.ROOT, "%s\t%.1f%n", k, v)));
        Files.writeString(Path.of(args[0]), out);
    }

    private static Options options(boolean scalar) {
        OptionsBuilder options = new OptionsBuilder();
        options.include("KernelBenchmark");
        if (!scalar) {
            options.include("PeakBenchmark");
        }
        return options.build();
    }
}
