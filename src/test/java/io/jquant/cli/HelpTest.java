package io.jquant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.cli.CommandLineTester.Outcome;
import io.jquant.optimize.Pass;
import io.jquant.optimize.Passes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the help says, and what whoever has not read it is told. */
class HelpTest {
    private static final Path MODEL = Path.of("models/glyphs.onnx");

    /** What a command has for itself. */
    private static final Set<String> OWN =
            Set.of("--output", "--out", "--top", "--tensors", "--export");

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"quantize", "batch", "calibrate", "run"})
    void everySharedOptionStandsUnderAHeading(String command) {
        for (OptionSpec o :
                Jquant.commandLine().getSubcommands().get(command).getCommandSpec().options()) {
            assertTrue(
                    OWN.contains(o.longestName()) || !HelpSections.heading(o).isEmpty(),
                    o.longestName());
        }
        String help = CommandLineTester.run(command, "--help").out();
        assertTrue(help.contains("\nPictures:\n      --preprocess="), help);
        assertTrue(help.startsWith("Usage: jquant " + command + " "), help);
    }

    @Test
    void passesOfTheExamplesExist() {
        Set<String> known = Passes.all().stream().map(Pass::name).collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        for (CommandLine c : Jquant.commandLine().getSubcommands().values()) {
            Matcher m =
                    Pattern.compile("--(?:skip|passes) ([a-z0-9-]+)")
                            .matcher(String.join("\n", c.getCommandSpec().usageMessage().footer()));
            while (m.find()) {
                named.add(m.group(1));
            }
        }
        assertTrue(!named.isEmpty() && known.containsAll(named), named::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | no command is named: quantize, batch,",
                "quantise MODEL | no command 'quantise', did you mean quantize?",
                "quantize MODEL images/ | 'images/' belongs to no option, and MODEL is given already; samples are named with --calib",
                "quantize MODEL --calib x --state a=b c=d | 'c=d' belongs to no option, and MODEL is given already (see",
                "quantize MODEL --calib x --preproces imagenet | no option --preproces, did you mean --preprocess?",
                "quantize MODEL --calib x --samples many | 'many' is no whole number",
                "quantize MODEL --calib x --holdout most | 'most' is no number",
                "batch MODEL -o x | it is a model itself, which 'jquant quantize' takes",
                "optimize MODEL --skip fold | fold: no such optimizer pass ('jquant optimize --list' names them)",
                "check MODEL --jsonl models/no/x.jsonl | there is no folder",
            })
    void whatIsWrongIsToldWithWhatWouldBeRight(String line, String message) {
        Object[] args =
                line.isEmpty() ? new Object[0] : line.replace("MODEL", MODEL.toString()).split(" ");
        Outcome o = CommandLineTester.run(args);
        assertEquals(2, o.code(), o.err());
        List<String> errors = o.err().lines().filter(l -> l.startsWith("error: ")).toList();
        assertEquals(1, errors.size(), o.err());
        assertTrue(errors.get(0).contains(message), errors.get(0));
    }

    @Test
    void foldersAreNoModels() {
        Outcome o = CommandLineTester.run("quantize", "models", "--calib", "examples/calib");
        assertEquals(3, o.code(), o.err());
        assertTrue(o.err().contains("a folder, which only 'jquant batch' takes"), o.err());
    }

    @Test
    void runTellsWhereTheOutputsAre() {
        Path out = folder.resolve("out");
        Outcome o =
                CommandLineTester.run(
                        "run", MODEL, "--data", "examples/calib/calib-000.png", "--out", out);
        assertEquals(out + ": outputs of 1 sample\n", o.out());
        assertTrue(Files.isRegularFile(out.resolve("calib-000/logits.npy")), o.err());
    }

    @Test
    void inspectShowsAllOfThePreprocessing() {
        Path file = folder.resolve("small.onnx");
        Outcome made =
                CommandLineTester.run(
                        "quantize",
                        MODEL,
                        "--calib",
                        "examples/calib",
                        "--samples",
                        2,
                        "-o",
                        file,
                        "--method",
                        "asymmetric-min-max");
        assertEquals(0, made.code(), made.err());
        assertTrue(made.out().contains("from 2 samples\n"), made.out());
        assertTrue(made.out().contains("so few samples"), made.out());
        String text = CommandLineTester.run("inspect", file).out();
        assertTrue(text.contains("metadata   jquant.preprocess =\n"), text);
        assertTrue(text.contains("resize: {width: 48, height: 48}\n"), text);
    }
}
