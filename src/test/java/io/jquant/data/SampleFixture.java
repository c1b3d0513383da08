package io.jquant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jquant.data.input.ModelInput;
import io.jquant.data.input.ModelInputs;
import io.jquant.data.numpy.NpyWriter;
import io.jquant.data.preprocess.PreprocessOptions;
import io.jquant.data.preprocess.PreprocessSpec;
import io.jquant.data.preprocess.Preprocessing;
import io.jquant.image.PngMaker;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files and models for the tests of samples. */
final class SampleFixture {
    private final Path dir;

    SampleFixture(Path dir) {
        this.dir = dir;
    }

    /** An input; dimensions are numbers, symbols or "?". */
    static ModelInput input(String name, ElementType type, Object... dims) {
        List<Dimension> out = new ArrayList<>();
        for (Object d : dims) {
            out.add(
                    d instanceof Integer n
                            ? Dimension.of(n)
                            : d.equals("?") ? Dimension.UNKNOWN : Dimension.of((String) d));
        }
        return new ModelInput(name, type, new SymbolicShape(out));
    }

    static ModelInput floats(String name, Object... dims) {
        return input(name, ElementType.FLOAT, dims);
    }

    static ModelInputs model(ModelInput... inputs) {
        return ModelInputs.of(inputs);
    }

    /** A float tensor that counts up from a number. */
    static Tensor counting(float from, long... dims) {
        Shape shape = Shape.of(dims);
        float[] out = new float[(int) shape.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = from + i;
        }
        return Tensor.of(shape, out);
    }

    private Path place(String name) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    Path npy(String name, Tensor t) throws IOException {
        Path file = place(name);
        NpyWriter.write(file, t);
        return file;
    }

    Path npz(String name, Map<String, Tensor> arrays) throws IOException {
        Path file = place(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, Tensor> e : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey() + ".npy"));
                ByteArrayOutputStream npy = new ByteArrayOutputStream();
                NpyWriter.write(npy, e.getValue());
                zip.write(npy.toByteArray());
            }
        }
        return file;
    }

    /** A picture of one colour. */
    Path png(String name, int width, int height, int... rgb) throws IOException {
        byte[] samples = new byte[width * height * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) rgb[i % 3];
        }
        Path file = place(name);
        Files.write(file, PngMaker.rgb(width, height, samples));
        return file;
    }

    /** A float {@code TensorProto}, written by hand: dims, data type, raw data. */
    Path pb(String name, Tensor t) throws IOException {
        ByteBuffer raw = ByteBuffer.allocate(4 * t.size()).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(t.floats(), 0, t.size());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long d : t.shape().toArray()) {
            out.write(1 << 3);
            out.write((int) d);
        }
        out.write(2 << 3);
        out.write(1);
        out.write(9 << 3 | 2);
        out.write(raw.capacity());
        out.writeBytes(raw.array());
        Path file = place(name);
        Files.write(file, out.toByteArray());
        return file;
    }

    Path text(String name, String content) throws IOException {
        Path file = place(name);
        Files.writeString(file, content);
        return file;
    }

    static PreprocessSpec preset(String name, ModelInputs model) {
        return Preprocessing.find(PreprocessOptions.of(name), null, Map.of(), model);
    }

    SampleSource open(String name, ModelInputs model) {
        return SampleSources.open(dir.resolve(name), model, SampleOptions.of(PreprocessSpec.NONE));
    }

    static List<String> names(SampleSource s) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < s.size(); i++) {
            out.add(s.name(i));
        }
        return out;
    }

    /** Runs what must fail and gives its message. */
    static String fails(Problem problem, Runnable body) {
        JquantException e = assertThrows(JquantException.class, body::run);
        assertEquals(problem, e.problem(), e.getMessage());
        return e.getMessage();
    }
}
