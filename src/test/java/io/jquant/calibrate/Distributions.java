package io.jquant.calibrate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Values as tensors hold them. */
final class Distributions {
    private Distributions() {}

    private static Map<String, Function<Random, Double>> kinds() {
        Map<String, Function<Random, Double>> kinds = new LinkedHashMap<>();
        kinds.put("gaussian", Random::nextGaussian);
        kinds.put("shifted gaussian", r -> 1.5 + r.nextGaussian());
        kinds.put("laplace", Distributions::laplace);
        kinds.put("uniform", r -> r.nextDouble() * 5 - 1);
        kinds.put("relu", r -> Math.max(0, r.nextGaussian()));
        kinds.put("negated relu", r -> Math.min(0, laplace(r)));
        kinds.put("relu6 with values at 6", r -> Math.min(6, Math.max(0, 4 * r.nextGaussian())));
        kinds.put("sparse", r -> r.nextInt(200) == 0 ? laplace(r) : 0.0);
        kinds.put("silu", r -> silu(6 * r.nextGaussian()));
        kinds.put("log-normal", r -> Math.exp(1.5 * r.nextGaussian()));
        kinds.put("two clusters", r -> r.nextInt(3) == 0 ? 40 + r.nextGaussian() : laplace(r));
        kinds.put("sigmoid", r -> 1 / (1 + Math.exp(-4 * r.nextGaussian())));
        kinds.put("far positive", r -> 100 + r.nextGaussian());
        kinds.put("relu less 0.3", r -> Math.max(0, r.nextGaussian()) - 0.3123);
        kinds.put("relu plus 0.3", r -> Math.max(0, r.nextGaussian()) + 0.3123);
        kinds.put(
                "many equal values",
                r -> r.nextInt(2) == 0 ? -1.61905 : r.nextGaussian() * (1 + r.nextInt(3)));
        kinds.put(
                "exponential beside zeros",
                r -> r.nextInt(10) < 7 ? 0.0 : -Math.log(1 - r.nextDouble()));
        kinds.put("two bells", r -> (r.nextBoolean() ? 5 : -3) + 0.3 * r.nextGaussian());
        kinds.put("pixels less their mean", r -> (r.nextInt(256) / 255.0 - 0.485) / 0.229);
        kinds.put("tiny", r -> 1e-30 * r.nextGaussian());
        kinds.put("large", r -> 1e30 * laplace(r));
        return kinds;
    }

    /** All kinds, by name. */
    static Map<String, float[]> all(int n) {
        Map<String, float[]> values = new LinkedHashMap<>();
        kinds().forEach((name, kind) -> values.put(name, draw(n, kind)));
        float[] outlier = gaussian(n);
        outlier[n / 2] = 300;
        values.put("gaussian with an outlier", outlier);
        float[] relu = of("relu", n);
        relu[7] = 5000;
        values.put("relu with a far outlier", relu);
        return values;
    }

    /** Values of one kind. */
    static float[] of(String name, int n) {
        return draw(n, kinds().get(name));
    }

    static float[] gaussian(int n) {
        return draw(n, Random::nextGaussian);
    }

    private static float[] draw(int n, Function<Random, Double> kind) {
        Random random = new Random(42);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (double) kind.apply(random);
        }
        return values;
    }

    private static double laplace(Random r) {
        return -Math.log(1 - r.nextDouble()) * (r.nextBoolean() ? 1 : -1);
    }

    private static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }
}
