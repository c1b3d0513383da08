package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.data.Sample;
import io.jquant.data.SampleSource;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RearrangedTest {
    private static final String MODEL =
            """
            x:float[N,3,20,30] ->
              a = Neg(x);
              b = Relu(x);
              c = Concat(a, b){axis=1};
              d = Concat(b, c, a){axis=1};
              e = Concat(a, b){axis=-2};
              f = Transpose(d){perm=[0,2,3,1]};
              g = Reshape(f, s:int64[2]{-1, 12});
              h = Concat(x, k:float[2,1,20,30]){axis=1};
            -> g:float[M,12], h:float[N,4,20,30], e:float[N,3,40,30]
            """;

    private static final List<String> WHOLES = List.of("c", "d", "e", "f", "g", "h");

    private static Model model() {
        return GraphText.parse(MODEL);
    }

    /** Batches of gaussian values of several widths, with zeros, and a NaN in one of them. */
    private record Batches(int size) implements SampleSource {
        @Override
        public String name(int index) {
            return "batch" + index;
        }

        @Override
        public Sample load(int index) {
            Random random = new Random(index);
            float[] x = new float[2 * 3 * 20 * 30];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (random.nextGaussian() * (1 + index % 5));
            }
            x[7] = index == 3 ? Float.NaN : 0;
            return Sample.of(name(index), Map.of("x", Tensor.of(Shape.of(2, 3, 20, 30), x)));
        }
    }

    private static TensorRequest request(String name) {
        return new TensorRequest(
                name, List.of("f", "g").contains(name) ? TensorRequest.NO_CHANNELS : 1);
    }

    private static List<TensorRequest> requests(List<String> names) {
        return names.stream().map(RearrangedTest::request).toList();
    }

    private static RangeTable table(List<TensorRequest> requests, String method) {
        CalibrationJob job = CalibrationJob.of(model(), new Batches(19), requests).withThreads(2);
        return Calibrator.calibrate(job, RangeMethods.find(method, RangeMethods.Options.DEFAULTS));
    }

    @Test
    void tensorsThatHoldTheValuesOfOthersAreFound() {
        List<String> all = new ArrayList<>(List.of("x", "a", "b"));
        all.addAll(WHOLES);
        Map<TensorRequest, List<TensorRequest>> found = Rearranged.among(model(), requests(all));
        assertEquals(
                Map.of(
                        request("c"), requests(List.of("a", "b")),
                        request("d"), requests(List.of("b", "c", "a")),
                        request("f"), requests(List.of("d")),
                        request("g"), requests(List.of("f"))),
                found); // e joins another axis than that of the channels, h holds a constant
        assertTrue(
                Rearranged.among(model(), requests(WHOLES)).keySet().stream()
                        .noneMatch(r -> r.tensor().equals("c")),
                "a and b are not looked at");
    }

    @Test
    void theyGetTheRangesThatLookingAtThemGives() {
        List<String> all = new ArrayList<>(List.of("x", "a", "b"));
        all.addAll(WHOLES);
        for (String method : RangeMethods.names()) {
            RangeTable gathered = table(requests(all), method);
            for (String whole : WHOLES) {
                RangeTable seen = table(requests(List.of(whole)), method);
                assertEquals(
                        RangeTableWriter.json(seen),
                        RangeTableWriter.json(
                                new RangeTable(method, Map.of(whole, gathered.get(whole)))),
                        method + " of " + whole);
            }
        }
    }
}
