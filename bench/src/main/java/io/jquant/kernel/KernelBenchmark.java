package io.jquant.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of one call of a kernel, with vectors and without. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(0)
public class KernelBenchmark {
    /** See {@link KernelCase#of}; sizes of ResNet, MobileNet, EfficientNet and ViT. */
    @Param({
        "gemm 256 256 256",
        "gemm 197 768 768",
        "gemm 1 2048 1000",
        "conv 64 64 1 56 3 1",
        "conv 128 128 1 28 3 1",
        "conv 512 512 1 7 3 1",
        "conv 3 64 1 224 7 2",
        "conv 3 32 1 224 3 2",
        "conv 256 64 1 56 1 1",
        "conv 24 144 1 56 1 1",
        "conv 960 160 1 7 1 1",
        "conv 128 128 32 28 3 1",
        "conv 144 144 144 56 3 1",
        "conv 144 144 144 56 3 2",
        "conv 480 480 480 14 5 1"
    })
    public String kernel;

    private Runnable body;

    /** Makes the data. */
    @Setup
    public void prepare() {
        body = KernelCase.of(kernel).body();
    }

    /** One call. */
    @Benchmark
    public void call() {
        body.run();
    }
}
