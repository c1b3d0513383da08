package io.jquant.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jquant.SharedFiles;
import io.jquant.support.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator cases of tier 1, which deployed models need, give the expected values. */
class ConformanceTest {
    /**
     * @param most how many cases may fail: what was reached. The one of edge_open, lrn_even_size,
     *     expects sums over the first channel alone
     */
    @ParameterizedTest
    @CsvSource({"open.zip, 0", "legacy_open.zip, 0", "edge_open.zip, 1"})
    void casesOfTierOnePass(String archive, int most) {
        Checker checker = new Checker(Workers.SERIAL);
        List<String> failures = new ArrayList<>();
        List<String> run = new ArrayList<>();
        CaseArchive.forEach(
                SharedFiles.require("conformance/" + archive),
                c -> {
                    if (tier(c) == 1) {
                        run.add(c.name());
                        CaseResult r = checker.check(c);
                        if (r.status() != CaseResult.Status.PASS) {
                            failures.add(r.status() + " " + r.name() + ": " + r.detail());
                        }
                    }
                });
        assertTrue(run.size() > 300, () -> run.size() + " cases of tier 1");
        assertTrue(
                failures.size() <= most,
                () -> failures.size() + " cases\n" + String.join("\n", failures));
    }

    private static int tier(CaseFolder c) {
        try {
            Object tier =
                    JSON.std.mapFrom(Files.readString(c.folder().resolve("case.json"))).get("tier");
            return tier instanceof Number n ? n.intValue() : 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
