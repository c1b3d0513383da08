package io.jquant.operator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jquant.DocFile;
import io.jquant.SharedFiles;
import io.jquant.check.ConformanceCases;
import io.jquant.graph.OperatorSignatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The page docs/operators.md, made of the registry, ONNX's signatures and the cases that pass. */
class OperatorsDocTest {
    private static final int NEWEST = 28;
    private static final String CONTRIB = "com.microsoft";

    @Test
    void thePageIsFresh() throws IOException {
        DocFile.check("operators.md", page(passed()));
    }

    /** Where the cases are missing the counts cannot be told: the other columns can. */
    @Test
    void theOperatorsAreFreshWithoutTheCases() throws IOException {
        assumeTrue(
                !"write".equals(System.getProperty("jquant.docs")),
                "the other test writes the page");
        String page = DocFile.read("operators.md");
        org.junit.jupiter.api.Assertions.assertEquals(
                withoutCounts(page(new TreeMap<>())), withoutCounts(page));
    }

    private static String withoutCounts(String page) {
        return page.replaceAll("(?m)^(\\| `.*\\|)[^|]*\\|$", "$1");
    }

    private record Count(int passed, int all) {
        Count plus(boolean pass) {
            return new Count(passed + (pass ? 1 : 0), all + 1);
        }

        @Override
        public String toString() {
            return all == 0 ? "–" : passed == all ? "" + all : passed + " of " + all;
        }
    }

    private static Map<OperatorRegistry.Key, Count> passed() {
        SharedFiles.require("conformance/open.zip");
        Map<OperatorRegistry.Key, Count> out = new TreeMap<>();
        for (ConformanceCases.Answer a : ConformanceCases.answers()) {
            OperatorRegistry.Key key = new OperatorRegistry.Key(a.domain(), a.operator());
            out.put(key, out.getOrDefault(key, new Count(0, 0)).plus(a.passed()));
        }
        return out;
    }

    private static String page(Map<OperatorRegistry.Key, Count> counts) {
        StringBuilder out = new StringBuilder();
        out.append("# Operators\n\n")
                .append("What jquant computes, with all element types that the operator allows and")
                .append(
                        " in all its forms. The last\ncolumn counts the conformance cases that pass:")
                .append(" the backend tests of ONNX (today's, and those of older\nforms) and edge")
                .append(" cases. *n of m*: not all do, `ConformanceTest` says why.\n\n")
                .append("This page is made from the program by `bench/docs.sh`.\n");
        table(out, "ONNX", "", counts);
        table(out, "ONNX Runtime (`com.microsoft`)", CONTRIB, counts);
        out.append("\n## Not computed\n\nOf ONNX's own operators: ");
        List<String> missing = new ArrayList<>();
        for (String name : OperatorSignatures.names()) {
            if (OperatorRegistry.standard().find("", name, NEWEST) == null) {
                missing.add("`" + name + "`");
            }
        }
        out.append(String.join(", ", missing))
                .append(".\nFunctions that a model brings along are inlined. A model with another")
                .append(" operator can be quantized where none of\nits convolutions and products")
                .append(" needs that operator's result; what is behind it stays float.\n");
        return out.toString();
    }

    private static void table(
            StringBuilder out,
            String title,
            String domain,
            Map<OperatorRegistry.Key, Count> counts) {
        out.append("\n## ").append(title).append("\n\n");
        out.append("| operator | operator sets | cases |\n|---|---|---:|\n");
        for (OperatorRegistry.Key key : OperatorRegistry.standard().all().keySet()) {
            if (key.domain().equals(domain)) {
                out.append("| `").append(key.type()).append("` | ").append(opsets(key));
                out.append(" | ").append(counts.getOrDefault(key, new Count(0, 0)));
                out.append(" |\n");
            }
        }
    }

    private static String opsets(OperatorRegistry.Key key) {
        if (!key.domain().isEmpty()) {
            return "1";
        }
        int first = 0;
        int last = 0;
        for (int o = 1; o <= NEWEST; o++) {
            if (OperatorSignatures.since(key.type(), o) > 0) {
                first = first == 0 ? o : first;
                last = o;
            }
        }
        return first == 0 ? "experimental" : first == last ? "" + first : first + "–" + last;
    }
}
