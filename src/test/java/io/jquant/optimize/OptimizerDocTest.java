package io.jquant.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.DocFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of passes is told once, in the registry; what repeats it must agree. */
class OptimizerDocTest {
    private static final Path SOURCES = Path.of("src/main/java/io/jquant/optimize/pass");

    private static String generated() {
        StringBuilder s = new StringBuilder();
        s.append("# Optimizer passes\n\n")
                .append(
                        "`jquant optimize` runs these passes in this order, over and over until none of them\n")
                .append(
                        "changes the model. After each change the graph is checked; with `--verify N` the\n")
                .append(
                        "outputs are compared with the original's on N random feeds, and a pass that changed\n")
                .append("them is taken back.\n\n")
                .append("This page is made from the program by `bench/docs.sh`.\n\n")
                .append(
                        "| pass | what it does | outputs | runs | needs |\n|---|---|---|---|---|\n");
        for (Pass p : Passes.all()) {
            PassInfo i = p.info();
            List<String> needs = new ArrayList<>();
            for (Stage stage : Stage.values()) {
                if (i.requires().contains(stage)) {
                    needs.add(stage.words());
                }
            }
            s.append("| `").append(i.name()).append("` | ").append(i.summary()).append(" | ");
            s.append(i.exactness().words()).append(" | ");
            s.append(i.purpose().words()).append(" | ");
            s.append(needs.isEmpty() ? "–" : String.join(", ", needs)).append(" |\n");
        }
        return s.toString();
    }

    @Test
    void theTableOfPassesIsFresh() throws IOException {
        DocFile.check("optimizer.md", generated());
    }

    @Test
    void summariesAreTheFirstSentencesOfTheClassComments() throws IOException {
        for (Pass p : Passes.all()) {
            Path file = SOURCES.resolve(p.getClass().getSimpleName() + ".java");
            String comment =
                    Files.readAllLines(file).stream()
                            .dropWhile(line -> !line.equals("/**"))
                            .skip(1)
                            .takeWhile(line -> !line.equals(" *"))
                            .map(line -> line.substring(3))
                            .collect(Collectors.joining(" "));
            assertEquals(p.info().summary(), comment, p.name());
        }
    }

    @Test
    void namesOfPassesAreDistinct() {
        List<String> names = Passes.all().stream().map(Pass::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
    }
}
