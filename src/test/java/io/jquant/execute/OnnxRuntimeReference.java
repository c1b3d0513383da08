package io.jquant.execute;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.jquant.graph.Model;
import io.jquant.save.ModelSaver;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What ONNX Runtime computes of a model of floats, 8-bit codes and 32-bit integers. */
final class OnnxRuntimeReference {
    private OnnxRuntimeReference() {}

    /**
     * Runs a model.
     *
     * @param folder takes the file
     */
    static Map<String, Tensor> run(
            Model model, Map<String, Tensor> inputs, OptLevel level, Path folder)
            throws OrtException {
        Path file = folder.resolve("reference.onnx");
        ModelSaver.save(model, file);
        OrtEnvironment env = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try (SessionOptions options = new SessionOptions()) {
            options.setOptimizationLevel(level);
            options.setIntraOpNumThreads(1);
            try (OrtSession session = env.createSession(file.toString(), options)) {
                for (Map.Entry<String, Tensor> e : inputs.entrySet()) {
                    given.put(e.getKey(), tensor(env, e.getValue()));
                }
                Map<String, Tensor> out = new LinkedHashMap<>();
                try (OrtSession.Result results = session.run(given)) {
                    for (Map.Entry<String, ai.onnxruntime.OnnxValue> e : results) {
                        out.put(e.getKey(), tensor((OnnxTensor) e.getValue()));
                    }
                }
                return out;
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment env, Tensor t) throws OrtException {
        long[] shape = t.shape().toArray();
        if (t.type() == ElementType.FLOAT) {
            return OnnxTensor.createTensor(env, FloatBuffer.wrap(t.floats(), 0, t.size()), shape);
        }
        OnnxJavaType type = t.type() == ElementType.UINT8 ? OnnxJavaType.UINT8 : OnnxJavaType.INT8;
        return OnnxTensor.createTensor(env, ByteBuffer.wrap(t.bytes(), 0, t.size()), shape, type);
    }

    private static Tensor tensor(OnnxTensor t) {
        TensorInfo info = t.getInfo();
        Shape shape = Shape.of(info.getShape());
        int n = (int) shape.size();
        switch (info.type) {
            case FLOAT -> {
                FloatBuffer b = t.getFloatBuffer();
                float[] x = new float[n];
                b.get(x);
                return Tensor.of(ElementType.FLOAT, shape, x);
            }
            case INT32 -> {
                IntBuffer b = t.getIntBuffer();
                int[] x = new int[n];
                b.get(x);
                return Tensor.of(ElementType.INT32, shape, x);
            }
            default -> {
                byte[] x = new byte[n];
                t.getByteBuffer().get(x);
                boolean unsigned = info.type == OnnxJavaType.UINT8;
                return Tensor.of(unsigned ? ElementType.UINT8 : ElementType.INT8, shape, x);
            }
        }
    }
}
