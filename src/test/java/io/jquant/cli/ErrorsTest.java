package io.jquant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.cli.CommandLineTester.Outcome;
import io.jquant.graph.GraphText;
import io.jquant.save.ModelSaver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users do wrong: one clear line, the right exit code, and no file left behind. */
class ErrorsTest {
    private static final Path MODEL = Path.of("models/glyphs.onnx");
    private static final Path CALIB = Path.of("examples/calib");

    @TempDir private Path folder;
    private Path results;

    @BeforeEach
    void makeFolder() throws IOException {
        results = Files.createDirectory(folder.resolve("results"));
    }

    @Test
    void missingModel() throws IOException {
        refused(3, List.of("nowhere.onnx", "no such model"), "nowhere.onnx", "--calib", CALIB);
    }

    @Test
    void missingData() throws IOException {
        refused(5, List.of("nofolder"), MODEL, "--calib", folder.resolve("nofolder"));
    }

    @Test
    void folderWithoutSamples() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        refused(5, List.of("empty"), MODEL, "--calib", empty);
    }

    @Test
    void pictureThatIsNone() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        Files.writeString(pictures.resolve("words.png"), "this is text");
        refused(5, List.of("words.png"), MODEL, "--calib", pictures);
    }

    @Test
    void sampleOfTheWrongShape() throws IOException {
        Path arrays = Files.createDirectory(folder.resolve("arrays"));
        Files.write(arrays.resolve("a.npy"), npy("(1, 3, 40, 48)", 3 * 40 * 48));
        refused(5, List.of("a.npy", "image", "40"), MODEL, "--calib", arrays);
    }

    @Test
    void unknownMethod() throws IOException {
        refused(
                2,
                List.of("asymmetric-magic", "asymmetric-mse"),
                MODEL,
                "--calib",
                CALIB,
                "--method",
                "asymmetric-magic");
    }

    @Test
    void unknownTarget() throws IOException {
        refused(
                2,
                List.of("toaster", "onnxruntime"),
                MODEL,
                "--calib",
                CALIB,
                "--target",
                "toaster");
    }

    @Test
    void unknownOption() throws IOException {
        refused(2, List.of("--methid", "--method"), MODEL, "--calib", CALIB, "--methid", "x");
    }

    @Test
    void noDataNamed() throws IOException {
        refused(2, List.of("--calib"), MODEL);
    }

    @Test
    void operatorThatOnnxDoesNotHave() throws IOException {
        Path model = save("unknown.onnx", "x:float[1,3,48,48] -> y = Nonesuch(x) -> y");
        refused(3, List.of("unknown.onnx", "Nonesuch"), model, "--calib", "random");
    }

    @Test
    void unknownOperatorOfAnotherDomain() throws IOException {
        Path model =
                save("custom.onnx", "custom 3; x:float[1,3,48,48] -> y = custom.Nonesuch(x) -> y");
        refused(4, List.of("Nonesuch", "custom", "opset 3"), model, "--calib", "random");
    }

    @Test
    void missingInitializer() throws IOException {
        // The node's input, which stands before the initializer in the file, gets another name.
        Path model = save("good.onnx", "x:float[1,4] -> y = Add(x, wweight:float[4]{1}) -> y");
        byte[] bytes = Files.readAllBytes(model);
        replaceFirst(bytes, "wweight", "qweight");
        Path bad = Files.write(folder.resolve("noinit.onnx"), bytes);
        refused(3, List.of("noinit.onnx", "qweight"), bad, "--calib", "random");
    }

    @Test
    void cyclicGraph() throws IOException {
        // Renaming every "qqqq" makes the first node read what the second one computes of its
        // result.
        Path model =
                save(
                        "chain.onnx",
                        "x:float[1,4], qqqq:float[1,4] -> aaaa = Add(x, qqqq); bbbb = Neg(aaaa); y = Abs(bbbb) -> y");
        byte[] bytes = Files.readAllBytes(model);
        replaceFirst(bytes, "qqqq", "bbbb");
        Path bad = Files.write(folder.resolve("cycle.onnx"), bytes);
        refused(3, List.of("cycle.onnx", "cycle"), bad, "--calib", "random");
    }

    @Test
    void notAModel() throws IOException {
        Path text =
                Files.writeString(folder.resolve("text.onnx"), "hello, this is no model at all");
        refused(3, List.of("text.onnx"), text, "--calib", CALIB);
    }

    @Test
    void weightsThatAreNotNumbers() throws IOException {
        Path model = save("nan.onnx", "x:float[1,4] -> y = MatMul(x, w:float[4,2]{NaN}) -> y");
        refused(3, List.of("w"), model, "--calib", "random");
    }

    @Test
    void whatJavaItselfFindsIsSaidInWords() throws IOException {
        Path zero = save("zero.onnx", "x:float[1,4,8,8] -> y = DepthToSpace(x){blocksize=0} -> y");
        refused(3, List.of("zero.onnx", "'n_y'", "zero or far"), zero, "--calib", "random");
        Path few =
                save("few.onnx", "x:float[4,4] -> y = Slice(x, a:int64[2]{0}, b:int64[1]{2}) -> y");
        refused(3, List.of("few.onnx", "'n_y'", "too short"), few, "--calib", "random");
    }

    @Test
    void loopWhoseBodyTakesFewerValuesThanItIsGiven() throws IOException {
        String body =
                "graph(i:int64[], c:bool[], s:float[4] -> d = Identity(c); t = Neg(s) -> d, t)";
        Path model =
                save(
                        "loop.onnx",
                        "x:float[4] -> y, z = Loop(n:int64[]{2}, k:bool[]{1}, x, x){body="
                                + body
                                + "} -> y, z");
        refused(3, List.of("loop.onnx", "'n_y'", "3 inputs"), model, "--calib", "random");
    }

    @Test
    void inputTooLargeToBeMadeUp() throws IOException {
        Path model = save("big.onnx", "x:float[1,3,200000,200000] -> y = Neg(x) -> y");
        refused(4, List.of("input 'x'", "120000000000"), model, "--calib", "random");
    }

    @Test
    void boundThatDoesNotHold() throws IOException {
        refused(
                6,
                List.of("--min-sqnr", "logits"),
                MODEL,
                "--calib",
                CALIB,
                "--samples",
                4,
                "--min-sqnr",
                90);
    }

    @Test
    void theInputIsNeverOverwritten() throws IOException {
        Path copy = Files.copy(MODEL, folder.resolve("copy.onnx"));
        Files.copy(
                Path.of("models/glyphs.preprocess.yaml"), folder.resolve("copy.preprocess.yaml"));
        Outcome o =
                CommandLineTester.run(
                        "quantize", copy, "--calib", CALIB, "--samples", 2, "-o", copy);
        assertEquals(2, o.code(), o.err());
        assertEquals(-1, Files.mismatch(MODEL, copy));
    }

    private Path save(String name, String text) {
        Path file = folder.resolve(name);
        ModelSaver.save(GraphText.parse(text), file);
        return file;
    }

    /**
     * Quantizing must end with this code and one line that holds these words, and leave nothing.
     */
    private void refused(int code, List<String> words, Object... args) throws IOException {
        List<Object> all = new ArrayList<>(List.of("quantize"));
        all.addAll(Arrays.asList(args));
        all.addAll(List.of("-o", results.resolve("out.onnx")));
        Outcome o = CommandLineTester.run(all.toArray());
        assertEquals(code, o.code(), o.err());
        List<String> errors = o.err().lines().filter(l -> l.startsWith("error: ")).toList();
        assertEquals(1, errors.size(), o.err());
        for (String w : words) {
            assertTrue(errors.get(0).contains(w), () -> "'" + w + "' is not in: " + errors.get(0));
        }
        try (Stream<Path> left = Files.list(results)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static byte[] npy(String shape, int elements) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        byte[] out = new byte[10 + length + 4 * elements];
        byte[] magic = {
            (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, (byte) (length >> 8)
        };
        System.arraycopy(magic, 0, out, 0, magic.length);
        byte[] text =
                (header + " ".repeat(length - header.length() - 1) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, out, 10, text.length);
        return out;
    }

    private static void replaceFirst(byte[] bytes, String from, String to) {
        byte[] letters = to.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(letters, 0, bytes, indexOf(bytes, from, 0), letters.length);
    }

    private static int indexOf(byte[] bytes, String text, int from) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
        assertTrue(at >= 0, () -> "'" + text + "' is not in the file");
        return at;
    }
}
