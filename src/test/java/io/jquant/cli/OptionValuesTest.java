package io.jquant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.cli.CommandLineTester.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that make no sense are refused with what would. */
class OptionValuesTest {
    private static final Path MODEL = Path.of("models/glyphs.onnx");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quantize MODEL --calib random --opset 99 | from 13 to",
                "quantize MODEL --calib random --verify -1 | from 0 on",
                "optimize MODEL --opset 99 | from 13 to",
                "optimize MODEL --verify -1 | from 0 on",
                "quantize MODEL --calib random --samples 2147483647 | at most 100000",
                "run MODEL --data random --samples 2147483647 --top 1 | at most 100000",
                "run MODEL --data random --samples 0 --top 1 | from 1 on",
                "run MODEL --data random --top 0 | from 1 on",
                "run MODEL --data random --top -3 | from 1 on",
                "quantize MODEL --calib random --coverage most | expected one of full, lean, auto but was 'most'",
                "completion tcsh | expected one of bash, zsh, fish",
                "quantize MODEL --calib random --method mse | as in asymmetric-mse",
                "inspect MODEL --lint ort | target 'ort': there is no such target",
            })
    void wrongValue(String line, String hint) {
        Outcome o =
                CommandLineTester.run(
                        (Object[]) line.replace("MODEL", MODEL.toString()).split(" "));
        assertEquals(2, o.code(), o.err());
        assertEquals(1, o.err().lines().filter(l -> l.startsWith("error: ")).count(), o.err());
        assertTrue(o.err().contains(hint), o.err());
    }

    @Test
    void madeUpDataIsNotRunWithoutEnd() {
        Outcome o = CommandLineTester.run("run", MODEL, "--data", "random", "--top", 1);
        assertEquals(0, o.code(), o.err());
        assertEquals(100, o.out().lines().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quantize",
                "batch",
                "calibrate",
                "optimize",
                "inspect",
                "run",
                "check",
                "bench",
                "completion"
            })
    void examplesOfTheHelpCanBeCopied(String command) {
        String[] footer =
                Jquant.commandLine()
                        .getSubcommands()
                        .get(command)
                        .getCommandSpec()
                        .usageMessage()
                        .footer();
        assertFalse(footer.length == 0);
        for (String line : footer) {
            assertTrue(line.length() <= 80, () -> "broken into two lines: " + line);
        }
    }
}
