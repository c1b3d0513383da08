package io.jquant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.save.ModelSaver;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
    @TempDir private Path folder;

    private Model open(String text) {
        Path file = folder.resolve("m.onnx");
        ModelSaver.save(GraphText.parse(text), file);
        return ModelFile.open(file);
    }

    private Problem refusal(String text) {
        return assertThrows(JquantException.class, () -> open(text)).problem();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:float[1,2], i:int64[1,2] -> y = Add(x, i)",
                "x:float[1,2], i:float[2] -> y = Reshape(x, i)",
                "x:float[2,3], w:float[4] -> y = Gemm(x, w)",
                "x:float[2,3], w:float[4,2] -> y = Gemm(x, w)",
                "x:float[2,3], w:float[3,4], c:float[3] -> y = Gemm(x, w, c)",
                "x:float[1,2,4,4], w:float[3,2] -> y = Conv(x, w)",
                "x:float[1,2,4,4], w:float[3,2,3,3] -> y = Conv(x, w){kernel_shape=[3]}",
                "x:float[1,2,4,4], w:float[3,2,3,3] -> y = Conv(x, w){pads=[-1,0,0,0]}",
                "x:float[1,2,4,4], w:float[3,2,3,3] -> y = Conv(x, w){auto_pad=\"BOTH\"}",
                "x:float[1,2,4,4], w:float[2,3] -> y = ConvTranspose(x, w)",
                "x:float[1,2,4], s:float[3], v:float[2] -> y = BatchNormalization(x, s, v, v, v)",
                "x:float[1,2,4], s:float[3] -> y = Resize(x, _, s){mode=\"nearby\"}",
                "x:float[1,2], z:int64[2] -> y = Resize(x, _, s:float[2]{1,2}, q:int64[2]{1,4})",
                "x:float[], w:float[3,4] -> y = MatMul(x, w)",
                "x:float[5] -> y, z = Split(x, s:int64[2]{1,2})",
            })
    void typesAndShapesThatDoNotFitAreToldBeforeAnythingIsRun(String text) {
        assertEquals(Problem.NODE_REFUSED, refusal(text + " -> y"));
    }

    @Test
    void inputsThatMustBeThere() {
        assertEquals(Problem.GRAPH_INVALID, refusal("x:float[2] -> y = Add(_, x) -> y"));
        open("x:float[2] -> y = Clip(x, _, m:float[]{1}) -> y");
    }

    @Test
    void complaintsNameTheNodeOnce() {
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () -> open("x:float[1,2] -> y = Concat(x, x){axis=7} -> y"));
        assertEquals(2, e.getMessage().split("\\(Concat\\)", -1).length, e.getMessage());
    }

    @Test
    void outputsOfAnotherTypeThanDeclared() {
        assertEquals(Problem.GRAPH_INVALID, refusal("x:float[1,2] -> y = Relu(x) -> y:int64[1,2]"));
    }

    @Test
    void attributesThatNoOperatorHasAreDropped() {
        Model model = open("x:float[1,2] -> y = Concat(x, x){axis=1, colour=\"red\"} -> y");
        Node concat = model.graph().nodes().get(0);
        assertFalse(concat.attributes().has("colour"));
        assertEquals(1, concat.attributes().getInt("axis", 0));
    }
}
