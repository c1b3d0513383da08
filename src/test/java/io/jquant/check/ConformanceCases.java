package io.jquant.check;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jquant.SharedFiles;
import io.jquant.support.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The answers to all operator cases that lie beside the project, found once per test run. */
public final class ConformanceCases {
    private static final List<String> ARCHIVES =
            List.of("open.zip", "legacy_open.zip", "edge_open.zip", "lowbit_qdq.zip");

    private ConformanceCases() {}

    /**
     * How one case ended.
     *
     * @param operator what the case is filed under
     * @param domain empty for ONNX's own
     */
    public record Answer(String operator, String domain, CaseResult result) {
        /** Did it give what was expected? */
        public boolean passed() {
            return result.status() == CaseResult.Status.PASS;
        }
    }

    private static final class Holder {
        private static final List<Answer> ANSWERS = run();
    }

    /** All answers; the test is skipped where the cases are missing. */
    public static List<Answer> answers() {
        ARCHIVES.forEach(a -> SharedFiles.require("conformance/" + a));
        return Holder.ANSWERS;
    }

    private static List<Answer> run() {
        List<Answer> out = new ArrayList<>();
        Checker checker = new Checker(Workers.SERIAL);
        for (String archive : ARCHIVES) {
            CaseArchive.forEach(
                    SharedFiles.require("conformance/" + archive),
                    c -> {
                        Map<String, Object> info = info(c);
                        boolean contrib =
                                info.get("domains") instanceof List<?> l
                                        && l.contains("com.microsoft");
                        out.add(
                                new Answer(
                                        String.valueOf(info.get("op")),
                                        contrib ? "com.microsoft" : "",
                                        checker.check(c)));
                    });
        }
        return out;
    }

    private static Map<String, Object> info(CaseFolder c) {
        try {
            return JSON.std.mapFrom(Files.readString(c.folder().resolve("case.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
