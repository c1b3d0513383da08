package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jquant.ForkedJvm;
import io.jquant.support.Workers;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kernels give the same bits in processes with vectors of every width, without, on CPUs without
 * fused multiply-add, on every JDK, and by any number of threads.
 */
class SameBitsTest {
    private static final List<String> HERE = new KernelDigest(Workers.SERIAL).lines();

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void threadsDoNotShow(int threads) {
        try (Workers workers = new Workers(threads)) {
            assertEquals(HERE, new KernelDigest(workers).lines());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "scalar, scalar",
        "128, vectors of 128 bits",
        "256, vectors of 256 bits",
        "512, vectors of 512 bits"
    })
    void widthsDoNotShow(String width, String description) throws IOException {
        assertEquals(description, sameBits(ForkedJvm.width(width)));
    }

    @Test
    void theAbsentModuleDoesNotShow() throws IOException {
        assertEquals("scalar", sameBits(ForkedJvm.withoutModule()));
    }

    @Test
    void cpusWithoutFusedMultiplyAddDoNotShow() throws IOException {
        String description = sameBits(ForkedJvm.withoutFma());
        if (System.getProperty("os.arch").equals("amd64")) {
            assertEquals("scalar", description);
        }
    }

    @Test
    void theJdkDoesNotShow() throws IOException {
        List<ForkedJvm> others = ForkedJvm.otherJdks().toList();
        assumeTrue(!others.isEmpty(), "no other JDK is named by JQUANT_TEST_JDKS");
        for (ForkedJvm jvm : others) {
            sameBits(jvm);
        }
    }

    /** What the process uses; its results must be those of this one. */
    private static String sameBits(ForkedJvm jvm) throws IOException {
        List<String> there = jvm.run(KernelDigest.class, 2);
        assertTrue(there.size() > 1, () -> jvm + " prints nothing");
        assertEquals(HERE, there.subList(1, there.size()), jvm::toString);
        return there.get(0);
    }
}
