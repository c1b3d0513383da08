package io.jquant.conformance;

import io.jquant.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints what comes of the cases of an archive: {@code ConformanceMain ARCHIVE [TIER [NAME-PART]]}.
 */
public final class ConformanceMain {
    private ConformanceMain() {}

    public static void main(String[] args) throws IOException {
        int tier = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        String part = args.length > 2 ? args[2] : "";
        CaseRunner runner = new CaseRunner(Files.createTempDirectory("conformance"));
        Map<CaseRunner.Status, Integer> counts = new TreeMap<>();
        for (ConformanceCase c :
                ConformanceCase.of(SharedFiles.zip(Path.of(args[0]), "")).values()) {
            if ((tier != 0 && c.tier() != tier) || !c.name().contains(part)) {
                continue;
            }
            CaseRunner.Outcome o = runner.run(c);
            counts.merge(o.status(), 1, Integer::sum);
            if (o.status() != CaseRunner.Status.PASS) {
                System.out.printf(
                        "%-12s %-24s %-3d %s: %s%n",
                        o.status(), c.op(), c.opset(), c.name(), o.detail());
            }
        }
        System.out.println(counts);
    }
}
