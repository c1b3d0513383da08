package io.jquant.save;

import com.google.protobuf.CodedOutputStream;
import io.jquant.graph.Model;
import io.jquant.proto.GraphProto;
import io.jquant.proto.ModelProto;
import io.jquant.support.IoReason;
import io.jquant.support.OutputPlace;
import io.jquant.support.Problem;
import io.jquant.wire.CarriedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes model files. A model that was read and not changed gives the bytes of the file again; what
 * is not interpreted (documentation, metadata of nodes, unknown fields) is written as it was read.
 *
 * <p>Initializers stay in the file. They go into {@code FILE.data} beside it, except small ones,
 * when the model came with external data or when the file would exceed the 2 GiB of a protobuf
 * message.
 */
public final class ModelSaver {
    /** What a message may have, less what lengths and tags add to the estimate. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 20);

    private ModelSaver() {}

    /**
     * Ends the work before it begins where its result could not be written.
     *
     * @throws io.jquant.support.JquantException of kind {@code USAGE} when the file is one that the
     *     model is read from, or cannot be written
     */
    public static void requirePlace(Model model, Path file) {
        String fault = OutputPlace.fault(file);
        if (fault != null) {
            throw Problem.OUTPUT_FAILED.with(file, fault);
        }
        try {
            protectInputs(model, file);
        } catch (IOException e) {
            throw Problem.OUTPUT_FAILED.because(e, file, IoReason.of(e));
        }
    }

    /**
     * Writes a model. The file appears when it is complete; after a failure nothing is left.
     *
     * @throws io.jquant.support.JquantException of kind {@code USAGE} when the file is one that the
     *     model is read from or cannot be written, {@code UNSUPPORTED} when the graph alone exceeds
     *     2 GiB
     */
    public static void save(Model model, Path file) {
        requirePlace(model, file);
        Path data = dataFile(file);
        try {
            if (needsDataFile(model)) {
                protectInputs(model, data);
                try (OutputFile dataOut = new OutputFile(data);
                        OutputFile modelOut = new OutputFile(file)) {
                    DataFile external =
                            new DataFile(data.getFileName().toString(), dataOut.stream());
                    write(model, new TensorWriter(external), file, modelOut.stream());
                    dataOut.complete();
                    completeOrWithdraw(modelOut, data);
                }
            } else {
                try (OutputFile modelOut = new OutputFile(file)) {
                    write(model, new TensorWriter(null), file, modelOut.stream());
                    modelOut.complete();
                }
            }
        } catch (UncheckedIOException e) {
            throw Problem.OUTPUT_FAILED.because(e, file, reason(file, e.getCause()));
        } catch (IOException e) {
            throw Problem.OUTPUT_FAILED.because(e, file, reason(file, e));
        }
    }

    private static void completeOrWithdraw(OutputFile model, Path data) throws IOException {
        try {
            model.complete();
        } catch (IOException e) {
            Files.deleteIfExists(data);
            throw e;
        }
    }

    private static String reason(Path file, IOException e) {
        String fault = OutputPlace.fault(file);
        if (fault != null) {
            return fault;
        }
        return e instanceof AccessDeniedException
                ? "writing is not permitted"
                : "writing failed (is the disk full?)";
    }

    /** Where the external data of a model file is written, if there is any. */
    public static Path dataFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".data");
    }

    private static void protectInputs(Model model, Path output) throws IOException {
        if (!(model.carried() instanceof CarriedModel c) || c.file() == null) {
            return;
        }
        List<Path> inputs = new ArrayList<>(List.of(c.file()));
        inputs.addAll(c.dataFiles());
        for (Path input : inputs) {
            if (OutputPlace.isSame(output, input)) {
                throw Problem.OUTPUT_IS_INPUT.with(output);
            }
        }
    }

    private static boolean needsDataFile(Model model) {
        if (model.carried() instanceof CarriedModel c && !c.dataFiles().isEmpty()) {
            return true;
        }
        return StoredBytes.ofInitializers(model) + StoredBytes.ofAttributes(model) > MOST_BYTES;
    }

    private static void write(Model model, TensorWriter tensors, Path file, OutputStream out)
            throws IOException {
        long attributes = StoredBytes.ofAttributes(model);
        if (attributes > MOST_BYTES) {
            throw Problem.MODEL_TOO_LARGE_TO_SAVE.with(file, attributes);
        }
        GraphWriter graphs =
                new GraphWriter(new FileNames(model.graph()), tensors, model.irVersion());
        List<TensorContent> initializers = graphs.initializers(model.graph());
        Split graph =
                Split.at(
                        graphs.withoutInitializers(model.graph()),
                        GraphProto.INITIALIZER_FIELD_NUMBER);
        Split around =
                Split.at(ModelWriter.withoutGraph(model, tensors), ModelProto.GRAPH_FIELD_NUMBER);
        long graphSize = graph.size();
        for (TensorContent t : initializers) {
            graphSize += t.size() + lengthSize(GraphProto.INITIALIZER_FIELD_NUMBER, t.size());
        }
        long size = around.size() + graphSize;
        if (size > Integer.MAX_VALUE - lengthSize(ModelProto.GRAPH_FIELD_NUMBER, graphSize)) {
            throw Problem.MODEL_TOO_LARGE_TO_SAVE.with(file, size);
        }
        out.write(around.head());
        TensorContent.writeLength(out, ModelProto.GRAPH_FIELD_NUMBER, graphSize);
        out.write(graph.head());
        for (TensorContent t : initializers) {
            TensorContent.writeLength(out, GraphProto.INITIALIZER_FIELD_NUMBER, t.size());
            t.writeTo(out);
        }
        out.write(graph.tail());
        out.write(around.tail());
    }

    private static long lengthSize(int field, long length) {
        return (long) CodedOutputStream.computeTagSize(field)
                + CodedOutputStream.computeUInt64SizeNoTag(length);
    }
}
