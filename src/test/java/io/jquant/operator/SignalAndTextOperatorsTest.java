package io.jquant.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jquant.graph.Attribute;
import io.jquant.graph.AttributeType;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fourier transforms, losses, strings, and other operators beside those of common networks. */
class SignalAndTextOperatorsTest {
    private static Tensor strings(String... values) {
        return Tensor.of(ElementType.STRING, Shape.of(values.length), values);
    }

    private static List<String> texts(Tensor t) {
        return Arrays.asList(t.strings()).subList(0, t.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 12, 64, 97})
    void fourierTransformsAreTheSumsOfTheirDefinition(int n) {
        Random random = new Random(n);
        double[] x = random.doubles(2L * n, -1, 1).toArray();
        Tensor in = Tensor.of(ElementType.DOUBLE, Shape.of(1, n, 2), x);
        Tensor out = OperatorTester.run("DFT", 17, List.of(), in);
        for (int k = 0; k < n; k++) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < n; i++) {
                double angle = -2 * Math.PI * ((long) i * k % n) / n;
                re += x[2 * i] * Math.cos(angle) - x[2 * i + 1] * Math.sin(angle);
                im += x[2 * i] * Math.sin(angle) + x[2 * i + 1] * Math.cos(angle);
            }
            assertEquals(re, out.doubles()[2 * k], 1e-12 * n);
            assertEquals(im, out.doubles()[2 * k + 1], 1e-12 * n);
        }
        Tensor back = OperatorTester.run("DFT", 17, List.of(Attribute.of("inverse", 1L)), out);
        assertArrayEquals(x, Arrays.copyOf(back.doubles(), x.length), 1e-12 * n);
    }

    @Test
    void halfASpectrumGivesTheRealSignalBack() {
        Tensor in = Tensor.of(Shape.of(1, 5, 1), 1, -2, 3, 0.5f, 4);
        List<Attribute> one = List.of(Attribute.of("onesided", 1L));
        Tensor half = OperatorTester.run("DFT", 17, one, in);
        assertEquals(Shape.of(1, 3, 2), half.shape());
        Tensor back =
                OperatorTester.run(
                        "DFT",
                        17,
                        List.of(Attribute.of("onesided", 1L), Attribute.of("inverse", 1L)),
                        half,
                        Tensor.scalar(5L));
        assertEquals(Shape.of(1, 5, 1), back.shape());
        assertArrayEquals(TensorNumbers.floats(in), Arrays.copyOf(back.floats(), 5), 1e-6f);
    }

    @Test
    void batchMomentsAreTakenInTraining() {
        Tensor x = Tensor.of(Shape.of(2, 1, 2), 1f, 2, 3, 6);
        Tensor one = Tensor.of(Shape.of(1), 1f);
        Tensor zero = Tensor.of(Shape.of(1), 0f);
        List<RuntimeValue> y =
                OperatorTester.runAll(
                        "BatchNormalization",
                        15,
                        List.of(
                                Attribute.of("training_mode", 1L),
                                Attribute.of("momentum", 0.75f),
                                Attribute.of("epsilon", 0f)),
                        3,
                        x,
                        one,
                        one,
                        zero,
                        one);
        double deviation = Math.sqrt(3.5);
        assertEquals(1 + 3 / deviation, ((Tensor) y.get(0)).floats()[3], 1e-6);
        assertEquals(0.25 * 3, ((Tensor) y.get(1)).floats()[0], 1e-6);
        assertEquals(0.75 + 0.25 * 3.5, ((Tensor) y.get(2)).floats()[0], 1e-6);
    }

    @Test
    void globalLpPoolTakesOrdersBelowOne() {
        Tensor x = Tensor.of(Shape.of(1, 1, 3), 1f, -4, 9);
        Tensor y = OperatorTester.run("GlobalLpPool", 1, List.of(Attribute.of("p", 0.5f)), x);
        assertEquals(36, y.floats()[0], 1e-4);
        assertThrows(
                IllegalArgumentException.class,
                () -> OperatorTester.run("GlobalLpPool", 13, List.of(Attribute.of("p", 0L)), x));
    }

    @Test
    void lossesLeaveOutIgnoredClasses() {
        Tensor scores = Tensor.of(Shape.of(2, 3), 1f, 2, 3, 1, 5, 1);
        Tensor classes = Tensor.of(Shape.of(2), 2L, -1L);
        Tensor loss =
                OperatorTester.run(
                        "SoftmaxCrossEntropyLoss",
                        13,
                        List.of(Attribute.of("ignore_index", -1L)),
                        scores,
                        classes);
        assertEquals(0.4076059, loss.floats()[0], 1e-6);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        OperatorTester.run(
                                "SoftmaxCrossEntropyLoss", 13, List.of(), scores, classes));
    }

    @Test
    void signedIntegersKeepTheirSignOnTheWayRight() {
        Tensor x = Tensor.of(ElementType.INT32, Shape.of(3), new int[] {-8, 9, -1});
        Tensor by = Tensor.of(ElementType.INT32, Shape.of(3), new int[] {1, 40, -3});
        Tensor y =
                OperatorTester.run(
                        "BitShift", 28, List.of(Attribute.of("direction", "RIGHT")), x, by);
        assertArrayEquals(new int[] {-4, 0, -1}, Arrays.copyOf(y.ints(), 3));
    }

    @Test
    void bitsStayUnderAnotherType() {
        Tensor y =
                OperatorTester.run(
                        "BitCast", 26, List.of(Attribute.of("to", 6L)), Tensor.scalar(1f));
        assertEquals(0x3f800000, y.ints()[0]);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        OperatorTester.run(
                                "BitCast", 26, List.of(Attribute.of("to", 7L)), Tensor.scalar(1f)));
    }

    @Test
    void stringsAreNormalizedJoinedAndSplit() {
        assertEquals(
                List.of("A", "C"),
                texts(
                        OperatorTester.run(
                                "StringNormalizer",
                                10,
                                List.of(
                                        new Attribute(
                                                "stopwords",
                                                AttributeType.STRINGS,
                                                List.of("b".getBytes(UTF_8))),
                                        Attribute.of("case_change_action", "UPPER")),
                                strings("a", "B", "c"))));
        assertEquals(
                List.of("a-b"),
                texts(
                        OperatorTester.run(
                                "StringConcat", 20, List.of(), strings("a-"), strings("b"))));
        List<RuntimeValue> parts =
                OperatorTester.runAll(
                        "StringSplit",
                        20,
                        List.of(Attribute.of("maxsplit", 1L)),
                        2,
                        strings(" a b  c ", ""));
        assertEquals(List.of("a", "b  c", "", ""), texts((Tensor) parts.get(0)));
        assertEquals(
                List.of(2L, 0L),
                List.of(((Tensor) parts.get(1)).longs()[0], ((Tensor) parts.get(1)).longs()[1]));
    }

    @Test
    void patternsThatTryForEverAreStopped() {
        List<Attribute> pattern = List.of(Attribute.of("pattern", "(.*)(.*)(.*)(.*)(.*)b"));
        assertThrows(
                IllegalArgumentException.class,
                () -> OperatorTester.run("RegexFullMatch", 20, pattern, strings("a".repeat(300))));
        Tensor yes = OperatorTester.run("RegexFullMatch", 20, pattern, strings("aaab"));
        assertEquals(1, yes.longAt(0));
    }

    @Test
    void nGramsMaySkipTokens() {
        Tensor tokens = Tensor.of(Shape.of(4), 1L, 2, 3, 1);
        List<Attribute> attributes =
                List.of(
                        Attribute.of("mode", "TF"),
                        Attribute.of("min_gram_length", 1L),
                        Attribute.of("max_gram_length", 2L),
                        Attribute.of("max_skip_count", 1L),
                        Attribute.of("ngram_counts", new long[] {0, 1}),
                        Attribute.of("ngram_indexes", new long[] {2, 0, 1}),
                        Attribute.of("pool_int64s", new long[] {1, 1, 3, 2, 3}));
        assertEquals(
                List.of(1f, 1f, 2f),
                OperatorTester.floats(
                        OperatorTester.run("TfIdfVectorizer", 9, attributes, tokens)));
    }

    @Test
    void realNumbersAreWrittenWithTheDigitsThatTellThemApart() {
        List<Attribute> text = List.of(Attribute.of("to", (long) ElementType.STRING.code()));
        Tensor floats = Tensor.of(Shape.of(4), 0.1f, 1f / 3, 1e10f, 16777216f);
        assertArrayEquals(
                new String[] {"0.1", "0.33333334", "1e+10", "16777216"},
                Arrays.copyOf(OperatorTester.run("Cast", 13, text, floats).strings(), 4));
        Tensor doubles = Tensor.of(ElementType.DOUBLE, Shape.of(2), new double[] {0.1, 123456.789});
        assertArrayEquals(
                new String[] {"0.1", "123456.789"},
                Arrays.copyOf(OperatorTester.run("Cast", 13, text, doubles).strings(), 2));
    }
}
