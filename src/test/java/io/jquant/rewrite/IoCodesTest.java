package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jquant.execute.Interpreter;
import io.jquant.execute.TypeInference;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.Model;
import io.jquant.grid.QuantParams;
import io.jquant.support.Workers;
import io.jquant.target.Targets;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IoCodesTest {
    private static final PlanOptions OPTIONS =
            PlanOptions.of(Targets.ONNXRUNTIME)
                    .withQuantizedInputs(true)
                    .withQuantizedOutputs(true);

    private static final String TEXT =
            "x:float[1,4,2,2] -> c:float[1,4,2,2] = Conv(x, w:float[4,4,1,1]); s:float[1,4,2,2] = Add(c, x); "
                    + "e:float[1,4,2,2] = Erf(c) -> s, c, e";

    private static Model emitted() {
        Plans p = Plans.of(OPTIONS, TEXT);
        TypeInference.infer(p.model);
        QdqEmitter.emit(p.model, p.plan());
        return p.model;
    }

    @ParameterizedTest
    @CsvSource({"UINT8, UINT8", "INT8, INT8", "UINT8, INT8", "INT8, UINT8"})
    void codesStandForTheNumbersThatWereThere(ElementType in, ElementType out) {
        Model floating = emitted();
        Model codes = emitted();
        List<IoCodes.Port> ports = IoCodes.apply(codes, in, out);
        GraphChecker.check(codes, "test");
        TypeInference.infer(codes);
        assertEquals(List.of("x", "s", "c", "e"), ports.stream().map(IoCodes.Port::name).toList());
        float[] data = new float[16];
        byte[] fed = new byte[16];
        IoCodes.Port x = ports.get(0);
        QuantParams p =
                new QuantParams(x.scale(), x.zeroPoint() - (in == ElementType.UINT8 ? 128 : 0));
        for (int i = 0; i < 16; i++) {
            data[i] = (i - 8) / 9f;
            fed[i] = (byte) (p.quantize(data[i]) + (in == ElementType.UINT8 ? 128 : 0));
        }
        Shape shape = Shape.of(1, 4, 2, 2);
        Map<String, RuntimeValue> want = run(floating, Tensor.of(shape, data));
        Map<String, RuntimeValue> have = run(codes, Tensor.of(in, shape, fed));
        for (IoCodes.Port port : ports.subList(1, 4)) {
            Tensor w = (Tensor) want.get(port.name());
            Tensor h = (Tensor) have.get(port.name());
            assertSame(out, h.type());
            for (int i = 0; i < 16; i++) {
                int code = out == ElementType.UINT8 ? h.bytes()[i] & 0xff : h.bytes()[i];
                assertEquals(
                        w.floats()[i],
                        port.scale() * (code - port.zeroPoint()),
                        1e-6f,
                        port.name());
            }
        }
    }

    private static Map<String, RuntimeValue> run(Model m, Tensor x) {
        return Interpreter.builder(m).build().run(Map.of("x", x), Workers.SERIAL, null);
    }

    @Test
    void sameTypeAsInsideNeedsNoFurtherNodes() {
        Model before = emitted();
        Model m = emitted();
        IoCodes.apply(m, ElementType.UINT8, null);
        assertEquals(before.graph().nodeCount() - 1, m.graph().nodeCount());
        assertSame(ElementType.UINT8, m.graph().inputs().get(0).tensorType().element());
        assertSame(ElementType.FLOAT, m.graph().outputs().get(0).tensorType().element());
    }

    @Test
    void whatHasNoRangeStaysFloat() {
        Plans p =
                Plans.of(
                        PlanOptions.of(Targets.ONNXRUNTIME),
                        "x:float[4] -> y:float[4] = Erf(x) -> y");
        QdqEmitter.emit(p.model, p.plan());
        assertEquals(List.of(), IoCodes.apply(p.model, ElementType.UINT8, ElementType.INT8));
        assertSame(ElementType.FLOAT, p.model.graph().inputs().get(0).tensorType().element());
    }

    @Test
    void inputThatIsAnOutputStaysFloat() {
        Plans p = Plans.of(OPTIONS, "x:float[4] -> y:float[4] = Erf(x) -> y, x");
        QdqEmitter.emit(p.model, p.plan());
        List<IoCodes.Port> ports = IoCodes.apply(p.model, ElementType.UINT8, ElementType.UINT8);
        assertEquals(List.of("y"), ports.stream().map(IoCodes.Port::name).toList());
    }
}
