package io.jquant.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.SharedFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator cases of tier 1, which deployed models need, give the expected values. */
class ConformanceTest {
    @TempDir Path folder;

    /**
     * @param most how many cases may fail: what was reached. The one of edge_open, lrn_even_size,
     *     expects sums over the first channel alone
     */
    @ParameterizedTest
    @CsvSource({"open.zip, 0", "legacy_open.zip, 0", "edge_open.zip, 1"})
    void casesOfTierOnePass(String archive, int most) {
        Path path = SharedFiles.require("conformance/" + archive);
        CaseRunner runner = new CaseRunner(folder);
        List<String> failures = new ArrayList<>();
        for (ConformanceCase c : ConformanceCase.of(SharedFiles.zip(path, "")).values()) {
            if (c.tier() == 1) {
                CaseRunner.Outcome o = runner.run(c);
                if (o.status() != CaseRunner.Status.PASS) {
                    failures.add(o.status() + " " + c.name() + ": " + o.detail());
                }
            }
        }
        assertTrue(
                failures.size() <= most,
                () -> failures.size() + " cases\n" + String.join("\n", failures));
    }
}
