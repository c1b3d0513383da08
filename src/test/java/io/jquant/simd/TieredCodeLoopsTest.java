package io.jquant.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TieredCodeLoopsTest {
    @Test
    void vectorsTakeOverWhenTheScalarLoopsHaveDoneTheirShare() {
        List<String> calls = new ArrayList<>();
        TieredCodeLoops loops = new TieredCodeLoops(named("scalar", calls), named("vector", calls));
        int half = TieredCodeLoops.SCALAR_CODES / 2;
        loops.quantize(null, 0, 1, 0, 0, 0, null, 0, half);
        loops.requantizeRows(2, half / 2, null, 0, 0, null, 0, null, 0, 0, 0, 0, null, 0);
        loops.toFloats(null, 0, null, 0, 0, null, 0, 1);
        loops.dequantize(null, 0, true, 0, 1, null, 0, 1);
        assertEquals(
                List.of(
                        "scalar quantize",
                        "scalar requantizeRows",
                        "vector toFloats",
                        "vector dequantize"),
                calls);
    }

    private static CodeLoops named(String name, List<String> calls) {
        return (CodeLoops)
                Proxy.newProxyInstance(
                        CodeLoops.class.getClassLoader(),
                        new Class<?>[] {CodeLoops.class},
                        (proxy, method, arguments) -> {
                            calls.add(name + " " + method.getName());
                            return null;
                        });
    }
}
