package io.jquant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.cli.CommandLineTester.Outcome;
import io.jquant.graph.Attribute;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.load.ModelLoader;
import io.jquant.proto.TensorProto;
import io.jquant.save.ModelSaver;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of the commands themselves. */
class CommandProblemsTest {
    private static final Path MODEL = Path.of("models/glyphs.onnx");
    private static final Pattern PLACEHOLDER = Pattern.compile("%([sd%])");

    @TempDir private Path folder;

    /** The command ends with the problem's exit code, and with one line that is its text. */
    private static void fails(Problem problem, Object... args) {
        Outcome o = CommandLineTester.run(args);
        assertEquals(ExitCode.of(problem.kind()), o.code(), o.err());
        List<String> errors = o.err().lines().filter(l -> l.startsWith("error: ")).toList();
        assertEquals(1, errors.size(), o.err());
        StringBuilder pattern = new StringBuilder("error: ");
        Matcher m = PLACEHOLDER.matcher(problem.format());
        int from = 0;
        while (m.find()) {
            pattern.append(Pattern.quote(problem.format().substring(from, m.start())));
            pattern.append(m.group(1).equals("%") ? "%" : ".+");
            from = m.end();
        }
        pattern.append(Pattern.quote(problem.format().substring(from)));
        assertTrue(errors.get(0).matches(pattern.toString()), errors.get(0));
    }

    private Path model(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ModelSaver.save(GraphText.parse(text), file);
        return file;
    }

    private static byte[] tensor(float... values) {
        TensorProto.Builder b = TensorProto.newBuilder().setDataType(1).addDims(values.length);
        for (float v : values) {
            b.addFloatData(v);
        }
        return b.build().toByteArray();
    }

    /** A case that feeds 1 and expects −1. */
    private Path caseOf(String name, String text) throws IOException {
        Path set = model(name + "/model.onnx", text).resolveSibling("test_data_set_0");
        Files.createDirectories(set);
        Files.write(set.resolve("input_0.pb"), tensor(1));
        Files.write(set.resolve("output_0.pb"), tensor(-1));
        return folder.resolve(name);
    }

    @Test
    void casesThatDiffer() throws IOException {
        Path right = caseOf("right", "x:float[1] -> y = Neg(x) -> y");
        assertEquals(0, CommandLineTester.run("check", right).code());
        fails(Problem.CASES_FAILED, "check", caseOf("wrong", "x:float[1] -> y = Abs(x) -> y"));
    }

    @Test
    void casesOfUnknownOperators() throws IOException {
        Path c = caseOf("unknown", "custom 1; x:float[1] -> y = custom.Foo(x) -> y");
        fails(Problem.CASES_UNSUPPORTED, "check", c);
    }

    @Test
    void foldersWithoutCases() {
        fails(Problem.CASE_UNREADABLE, "check", folder);
    }

    @Test
    void listsOfModelsThatAreNone() throws IOException {
        Path list = Files.writeString(folder.resolve("zoo.yaml"), "nothing: here\n");
        fails(Problem.BATCH_UNREADABLE, "batch", list, "-o", folder.resolve("out"));
    }

    @Test
    void wordsThatAreNoOptions() {
        fails(Problem.COMMAND_LINE, "quantize", MODEL, "--calibb", "x");
        fails(Problem.OPTION_VALUE, "bench", MODEL, "--threads", "0");
    }

    @Test
    void settingsThatCannotBeRead() {
        fails(Problem.CONFIG_UNREADABLE, "quantize", MODEL, "--config", folder.resolve("no.yaml"));
    }

    @Test
    void settingsWithoutSense() throws IOException {
        for (String text : List.of("method:", "config: other.yaml", "help: true")) {
            Path file = Files.writeString(folder.resolve("settings.yaml"), text);
            fails(Problem.CONFIG_UNREADABLE, "quantize", MODEL, "--config", file);
        }
    }

    @Test
    void settingsThatAreNestedBeyondReason() throws IOException {
        Path deep = Files.writeString(folder.resolve("deep.yaml"), "[".repeat(50_000));
        fails(Problem.CONFIG_UNREADABLE, "quantize", MODEL, "--config", deep);
        fails(Problem.BATCH_UNREADABLE, "batch", deep, "-o", folder.resolve("out"));
    }

    @Test
    void windowsWithoutEntriesAreThoseOfNoAttribute() throws IOException {
        Model m =
                GraphText.parse(
                        "x:float[1,2,6,6] -> c = Conv(x, w:float[3,2,3,3]{0.5}); y = Relu(c) -> y");
        Node conv = m.graph().nodes().get(0);
        for (String name : List.of("strides", "dilations", "pads", "kernel_shape")) {
            conv.attributes().set(Attribute.of(name, new long[0]));
        }
        Path file = folder.resolve("windows.onnx");
        ModelSaver.save(m, file);
        Node read = ModelLoader.load(file).graph().nodes().get(0);
        assertTrue(read.attributes().all().isEmpty());
    }

    @Test
    void nodesThatMakeNoSense() throws IOException {
        Path m = model("m.onnx", "x:float[1,2] -> y = Concat(x, x){axis=7} -> y");
        fails(Problem.NODE_REFUSED, "quantize", m, "--calib", "random");
    }

    @Test
    void quantizingWithoutData() {
        fails(Problem.NO_CALIBRATION, "quantize", MODEL);
    }

    @Test
    void boundsThatDoNotHold() throws IOException {
        Path out = folder.resolve("out.onnx");
        Path data = Path.of("examples/calib");
        fails(
                Problem.NOTHING_TO_COMPARE,
                "quantize",
                MODEL,
                "--calib",
                "random",
                "--samples",
                1,
                "--min-sqnr",
                10,
                "-o",
                out);
        fails(
                Problem.SQNR_TOO_LOW,
                "quantize",
                MODEL,
                "--calib",
                data,
                "--samples",
                2,
                "--min-sqnr",
                90,
                "-o",
                out);
        fails(
                Problem.TOO_FEW_INTEGERS,
                "quantize",
                MODEL,
                "--calib",
                "random",
                "--samples",
                1,
                "--keep-float",
                "*",
                "--min-int",
                50,
                "-o",
                out);
        fails(
                Problem.INTEGERS_UNKNOWN,
                "quantize",
                model("none.onnx", "x:float[1,4] -> y = Relu(x) -> y"),
                "--calib",
                "random",
                "--min-int",
                50,
                "-o",
                out);
        assertTrue(Files.notExists(out));
    }

    @Test
    void moreMemoryThanThereIs() throws IOException {
        Path m = model("m.onnx", "x:float[1] -> y = Expand(x, s:int64[1]{2100000000}) -> y");
        fails(Problem.OUT_OF_MEMORY, "bench", m, "--runs", 1);
    }

    @Test
    void operatorsBehindTheNetworkAreGoneAround() throws IOException {
        String net = "x:float[1,2] -> h = MatMul(x, w:float[2,2]); y = Relu(h);";
        Path behind = model("b.onnx", "custom 1; " + net + " z = custom.Foo(y) -> z");
        Path out = folder.resolve("behind.int8.onnx");
        Outcome o = CommandLineTester.run("quantize", behind, "--calib", "random", "-o", out);
        assertEquals(0, o.code(), o.err());
        assertTrue(Files.exists(out));
        Path before =
                model(
                        "c.onnx",
                        "custom 1; x:float[1,2] -> h = custom.Foo(x); y = MatMul(h, w:float[2,2]) -> y");
        fails(Problem.OPERATOR_UNKNOWN, "quantize", before, "--calib", "random", "-o", out);
    }
}
