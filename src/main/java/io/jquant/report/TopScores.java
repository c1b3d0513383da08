package io.jquant.report;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The highest scores of a classifier's outputs. */
public final class TopScores {
    private TopScores() {}

    /** One line per float output: the places of the highest elements with their values. */
    public static List<String> of(Map<String, RuntimeValue> outputs, int k) {
        List<String> lines = new ArrayList<>();
        outputs.forEach(
                (name, value) -> {
                    if (value instanceof Tensor t && t.type() == ElementType.FLOAT) {
                        lines.add(name + ": " + String.join(", ", best(t, k)));
                    }
                });
        return lines;
    }

    private static List<String> best(Tensor t, int k) {
        float[] x = t.floats();
        return IntStream.range(0, t.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -x[i]).thenComparing(i -> i))
                .limit(k)
                .map(i -> String.format(Locale.ROOT, "%d (%.4g)", i, x[i]))
                .toList();
    }
}
