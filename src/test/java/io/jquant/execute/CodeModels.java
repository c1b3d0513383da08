package io.jquant.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Quantized models with made-up codes. */
final class CodeModels {
    private CodeModels() {}

    /** Codes for constants that were not given one by one: weights and biases. */
    static void fillCodes(Model model, Random random, int weight) {
        for (Value v : model.graph().initializers()) {
            Tensor t = v.constant();
            boolean made = t.rank() > 1 || t.type() == ElementType.INT32;
            if (!made) {
                continue;
            }
            switch (t.type()) {
                case INT8 -> {
                    for (int i = 0; i < t.size(); i++) {
                        t.bytes()[i] = (byte) (random.nextInt(2 * weight + 1) - weight);
                    }
                }
                case UINT8 -> random.nextBytes(t.bytes());
                case INT32 -> {
                    for (int i = 0; i < t.size() && Math.abs(t.ints()[i]) < 3; i++) {
                        t.ints()[i] = random.nextInt(4000) - 2000;
                    }
                }
                default -> {}
            }
        }
    }

    /** Feeds for every input. */
    static Map<String, Tensor> inputs(Model model, Random random) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        for (Value v : model.graph().inputs()) {
            Shape s = v.tensorType().shape().shape();
            Tensor t = Tensor.zeros(v.tensorType().element(), s);
            if (t.type() == ElementType.FLOAT) {
                for (int i = 0; i < t.size(); i++) {
                    t.floats()[i] = (float) random.nextGaussian();
                }
            } else {
                random.nextBytes(t.bytes());
            }
            out.put(v.name(), t);
        }
        return out;
    }

    /** The same numbers to the bit. */
    static void assertSame(Tensor want, Tensor have) {
        assertEquals(want.type(), have.type());
        assertEquals(want.shape(), have.shape());
        int n = want.size();
        if (want.type() == ElementType.FLOAT) {
            assertArrayEquals(Arrays.copyOf(want.floats(), n), Arrays.copyOf(have.floats(), n));
        } else {
            assertArrayEquals(want.toInts(), have.toInts());
        }
    }
}
