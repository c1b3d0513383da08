package io.jquant.execute;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.support.Workers;
import io.jquant.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Integer operators give the codes of ONNX Runtime's kernels, whatever the threads. */
class IntegerOperatorsTest {
    /** Pairs of products with larger weights are cut by some CPUs without VNNI. */
    private static final int WEIGHT = 64;

    @TempDir Path folder;

    private void sameAsOnnxRuntime(String text) throws OrtException {
        Model model = GraphText.parse(text);
        Random random = new Random(text.hashCode());
        CodeModels.fillCodes(model, random, WEIGHT);
        try (Workers workers = new Workers(3)) {
            for (int i = 0; i < 3; i++) {
                Map<String, Tensor> inputs = CodeModels.inputs(model, random);
                Map<String, Tensor> want =
                        OnnxRuntimeReference.run(model, inputs, OptLevel.NO_OPT, folder);
                Interpreter here = Interpreter.builder(model).build();
                want.forEach(
                        (name, t) -> {
                            CodeModels.assertSame(
                                    t, (Tensor) here.run(inputs, Workers.SERIAL, null).get(name));
                            CodeModels.assertSame(
                                    t, (Tensor) here.run(inputs, workers, null).get(name));
                        });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:uint8[2,5,9,11] -> y:uint8[2,6,9,11] = QLinearConv(x, a:float[]{0.02}, b:uint8[]{117}, w:int8[6,5,3,3], s:float[6], z:int8[6]{0}, c:float[]{4.5}, d:uint8[]{30}, f:int32[6]){pads=[1,1,1,1]} -> y",
                "x:uint8[1,5,9,11] -> y:uint8[1,6,5,6] = QLinearConv(x, a:float[]{0.02}, b:uint8[]{0}, w:uint8[6,5,3,3], s:float[]{0.1}, z:uint8[]{111}, c:float[]{1.5}, d:uint8[]{128}){pads=[1,1,1,1], strides=[2,2]} -> y",
                "x:uint8[1,6,13,14] -> y:uint8[1,6,13,14] = QLinearConv(x, a:float[]{0.02}, b:uint8[]{90}, w:int8[6,1,3,3], s:float[6], z:int8[6]{0}, c:float[]{2.0}, d:uint8[]{128}, f:int32[6]){pads=[1,1,1,1], group=6} -> y",
                "x:uint8[1,6,12] -> y:uint8[1,4,12] = QLinearConv(x, a:float[]{0.02}, b:uint8[]{90}, w:int8[4,3,1], s:float[4], z:int8[4]{0}, c:float[]{0.4}, d:uint8[]{128}, f:int32[4]){group=2} -> y",
                "x:int8[1,6,5,4,4] -> y:int8[1,4,4,3,3] = QLinearConv(x, a:float[]{0.02}, b:int8[]{-9}, w:int8[4,6,2,2,2], s:float[4], z:int8[4]{0}, c:float[]{1.4}, d:int8[]{-5}, f:int32[4]) -> y",
                "x:uint8[1,700,3,3] -> y:uint8[1,5,3,3] = QLinearConv(x, a:float[]{0.02}, b:uint8[]{3}, w:int8[5,700,3,3], s:float[5], z:int8[5]{0}, c:float[]{90.0}, d:uint8[]{128}, f:int32[5]){pads=[1,1,1,1]} -> y",
                "x:uint8[1,4,3,3] -> y:uint8[1,3,3,3] = QLinearConv(x, a:float[]{0.02}, b:uint8[]{3}, w:int8[3,4,1,1], s:float[3], z:int8[3]{0}, c:float[]{9000.0}, d:uint8[]{128}, f:int32[3]{40000000,-30000000,7}) -> y",
                "x:uint8[1,5,9,11] -> y:int32[1,6,9,11] = ConvInteger(x, w:int8[6,5,3,3], b:uint8[]{17}){pads=[1,1,1,1]} -> y",
                "x:uint8[7,33] -> y:uint8[7,20] = QLinearMatMul(x, a:float[]{0.02}, b:uint8[]{117}, w:int8[33,20], s:float[20], z:int8[20]{0}, c:float[]{0.5}, d:uint8[]{30}) -> y",
                "x:uint8[2,3,2000] -> y:uint8[2,3,20] = QLinearMatMul(x, a:float[]{0.02}, b:uint8[]{117}, w:int8[2000,20], s:float[]{0.1}, z:int8[]{0}, c:float[]{8.5}, d:uint8[]{30}) -> y",
                "x:uint8[2,3,7,300], v:uint8[2,3,300,5] -> y:uint8[2,3,7,5] = QLinearMatMul(x, a:float[]{0.02}, b:uint8[]{117}, v, s:float[]{0.01}, z:uint8[]{99}, c:float[]{0.2}, d:uint8[]{30}) -> y",
                "x:uint8[5,31] -> y:int32[5,9] = MatMulInteger(x, w:int8[31,9], b:uint8[]{77}, z:int8[]{3}) -> y",
                "x:uint8[1,33] -> y:uint8[1,20] = com.microsoft.QGemm(x, a:float[]{0.02}, b:uint8[]{117}, w:int8[20,33], s:float[20], z:int8[20]{0}, f:int32[20], c:float[]{0.5}, d:uint8[]{30}){transB=1} -> y",
                "x:uint8[33,6] -> y:float[6,20] = com.microsoft.QGemm(x, a:float[]{0.02}, b:uint8[]{117}, w:int8[33,20], s:float[]{0.3}, z:int8[]{0}, f:int32[20]){transA=1, alpha=0.5} -> y",
                "x:uint8[4,6,33] -> y:float[4,6,20] = com.microsoft.MatMulIntegerToFloat(x, w:int8[33,20], a:float[]{0.02}, s:float[20], b:uint8[]{117}, z:int8[20]{0}, f:float[20]) -> y"
            })
    void heavyOperators(String text) throws OrtException {
        sameAsOnnxRuntime(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:float[3,5,70] -> y:uint8[3,5,70] = QuantizeLinear(x, s:float[]{0.013}, z:uint8[]{99}) -> y",
                "x:float[3,5,70] -> y:int8[3,5,70] = QuantizeLinear(x, s:float[5], z:int8[5]{1,2,3,-4,5}) -> y",
                "x:uint8[3,5,70] -> y:float[3,5,70] = DequantizeLinear(x, s:float[]{0.013}, z:uint8[]{99}) -> y",
                "x:int8[3,70,5] -> y:float[3,70,5] = DequantizeLinear(x, s:float[5], z:int8[5]{1,2,3,-4,5}){axis=2} -> y",
                "x:float[3,70] -> y:uint8[3,70], s:float[], z:uint8[] = DynamicQuantizeLinear(x) -> y, s, z",
                "x:uint8[2,3,50,40], w:uint8[2,3,50,40] -> y:uint8[2,3,50,40] = com.microsoft.QLinearAdd(x, a:float[]{0.25}, b:uint8[]{117}, w, c:float[]{0.125}, d:uint8[]{9}, e:float[]{0.5}, f:uint8[]{77}) -> y",
                "x:int8[2,3,50,40], w:int8[3,1,1] -> y:int8[2,3,50,40] = com.microsoft.QLinearAdd(x, a:float[]{0.023}, b:int8[]{17}, w, c:float[]{0.011}, d:int8[]{9}, e:float[]{0.031}, f:int8[]{-77}) -> y",
                "x:uint8[1], w:uint8[2,3,50,40] -> y:uint8[2,3,50,40] = com.microsoft.QLinearAdd(x, a:float[]{0.023}, b:uint8[]{117}, w, c:float[]{0.011}, d:uint8[]{9}, e:float[]{0.031}, f:uint8[]{77}) -> y",
                "x:uint8[2,3,50,40], w:uint8[2,3,50,40] -> y:uint8[2,3,50,40] = com.microsoft.QLinearMul(x, a:float[]{0.25}, b:uint8[]{117}, w, c:float[]{0.125}, d:uint8[]{9}, e:float[]{4.0}, f:uint8[]{77}) -> y",
                "x:int8[2,3,50,40], w:int8[2,3,1,1] -> y:int8[2,3,50,40] = com.microsoft.QLinearMul(x, a:float[]{0.023}, b:int8[]{17}, w, c:float[]{0.011}, d:int8[]{9}, e:float[]{0.031}, f:int8[]{-77}) -> y",
                "x:uint8[2,3,5], w:uint8[2,4,5] -> y:uint8[2,7,5] = com.microsoft.QLinearConcat(e:float[]{0.03}, f:uint8[]{77}, x, a:float[]{0.023}, b:uint8[]{17}, w, c:float[]{0.03}, d:uint8[]{77}){axis=1} -> y",
                "x:uint8[2,3,9,10] -> y:uint8[2,3,4,4] = com.microsoft.QLinearAveragePool(x, a:float[]{0.023}, b:uint8[]{17}, c:float[]{0.02}, d:uint8[]{7}){kernel_shape=[3,3], strides=[2,3], pads=[1,1,0,1]} -> y",
                "x:uint8[2,3,9,10] -> y:uint8[2,3,1,1] = com.microsoft.QLinearGlobalAveragePool(x, a:float[]{0.023}, b:uint8[]{17}, c:float[]{0.013}, d:uint8[]{7}) -> y",
                "x:int8[2,3,9,10] -> y:int8[2,3,1,1] = com.microsoft.QLinearGlobalAveragePool(x, a:float[]{0.023}, b:int8[]{17}, c:float[]{0.013}, d:int8[]{7}) -> y",
                "x:uint8[2,3,50] -> y:uint8[2,3,50] = com.microsoft.QLinearSigmoid(x, a:float[]{0.053}, b:uint8[]{117}, c:float[]{0.004}, d:uint8[]{0}) -> y",
                "x:int8[2,3,50] -> y:int8[2,3,50] = com.microsoft.QLinearLeakyRelu(x, a:float[]{0.053}, b:int8[]{11}, c:float[]{0.04}, d:int8[]{-9}){alpha=0.1} -> y",
                "x:uint8[2,3,50] -> y:uint8[2,3,50] = com.microsoft.QLinearSoftmax(x, a:float[]{0.053}, b:uint8[]{117}, c:float[]{0.00390625}, d:uint8[]{0}){axis=-1, opset=13} -> y",
                "x:uint8[2,12,5] -> y:uint8[2,12,5] = com.microsoft.QLinearSoftmax(x, a:float[]{0.0123}, b:uint8[]{117}, c:float[]{0.0039}, d:uint8[]{0}){axis=1, opset=13} -> y",
                "x:uint8[2,12,5] -> y:uint8[2,12,5] = com.microsoft.QLinearSoftmax(x, a:float[]{0.0123}, b:uint8[]{117}, c:float[]{0.0039}, d:uint8[]{0}){axis=1, opset=12} -> y",
                "x:int8[4,30] -> y:int8[4,30] = com.microsoft.QLinearSoftmax(x, a:float[]{0.07}, b:int8[]{5}, c:float[]{0.0041}, d:int8[]{-128}){axis=-1, opset=13} -> y",
                "x:uint8[2,3,9,10] -> y:uint8[2,3,5,5] = MaxPool(x){kernel_shape=[3,3], strides=[2,2], pads=[1,1,1,0]} -> y",
                "x:int8[2,3,9,10] -> y:int8[2,3,4,4] = MaxPool(x){kernel_shape=[3,3], strides=[2,2]} -> y"
            })
    void lightOperators(String text) throws OrtException {
        sameAsOnnxRuntime(text);
    }
}
