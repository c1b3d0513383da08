package io.jquant.kernel;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Fused multiply-adds on registers alone: what the processor can do at most. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(0)
public class PeakBenchmark {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Sums that do not wait for each other: more than latency times units of any processor. */
    private static final int CHAINS = 12;

    private static final int STEPS = 10_000;

    /** Operations of one call. */
    static final double FLOPS = 2.0 * CHAINS * STEPS * SPECIES.length();

    private float factor = 0.5f;

    /** One call. */
    @Benchmark
    public float multiplyAdds() {
        FloatVector f = FloatVector.broadcast(SPECIES, factor);
        FloatVector s0 = f;
        FloatVector s1 = f.add(1);
        FloatVector s2 = f.add(2);
        FloatVector s3 = f.add(3);
        FloatVector s4 = f.add(4);
        FloatVector s5 = f.add(5);
        FloatVector s6 = f.add(6);
        FloatVector s7 = f.add(7);
        FloatVector s8 = f.add(8);
        FloatVector s9 = f.add(9);
        FloatVector s10 = f.add(10);
        FloatVector s11 = f.add(11);
        for (int i = 0; i < STEPS; i++) {
            s0 = s0.fma(f, f);
            s1 = s1.fma(f, f);
            s2 = s2.fma(f, f);
            s3 = s3.fma(f, f);
            s4 = s4.fma(f, f);
            s5 = s5.fma(f, f);
            s6 = s6.fma(f, f);
            s7 = s7.fma(f, f);
            s8 = s8.fma(f, f);
            s9 = s9.fma(f, f);
            s10 = s10.fma(f, f);
            s11 = s11.fma(f, f);
        }
        FloatVector sum = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
        return sum.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).lane(0);
    }
}
