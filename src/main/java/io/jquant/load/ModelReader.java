package io.jquant.load;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.jquant.graph.Model;
import io.jquant.proto.FunctionProto;
import io.jquant.proto.ModelProto;
import io.jquant.proto.StringStringEntryProto;
import io.jquant.support.Problem;
import io.jquant.wire.Blob;
import io.jquant.wire.CarriedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a model of the bytes of a file. */
final class ModelReader {
    /** IR version that belongs to {@link OperatorSets#NEWEST}. */
    static final long NEWEST_IR = 14;

    /** From this version on a model says which operator sets it uses. */
    private static final long OPSETS_ARE_NAMED = 3;

    /** Messages per graph inside a graph: graph, node, attribute; and some for what is in there. */
    private static final int RECURSION_LIMIT = 3 * PayloadCutter.MAX_DEPTH + 40;

    private static final Logger LOG = LoggerFactory.getLogger(ModelReader.class);

    private final String file;
    private final Path path;
    private final Blob blob;

    /**
     * @param file for messages
     * @param path the file, or null when the bytes do not come from one
     */
    ModelReader(String file, Path path, Blob blob) {
        this.file = file;
        this.path = path;
        this.blob = blob;
    }

    Model read() {
        if (blob.size() == 0) {
            throw Problem.MODEL_BROKEN.with(file, "the file is empty");
        }
        if (blob.size() > Integer.MAX_VALUE) {
            throw Problem.MODEL_TOO_LARGE.with(file);
        }
        PayloadCutter cutter = new PayloadCutter(blob.head());
        ModelProto proto;
        try {
            proto = parse(cutter.model());
        } catch (NestingException e) {
            throw Problem.MODEL_TOO_DEEP.because(e, file, PayloadCutter.MAX_DEPTH);
        } catch (MalformedException e) {
            throw notAModel(e);
        }
        if (!proto.hasGraph()) {
            throw notAModel(null);
        }
        long ir = proto.getIrVersion();
        if (ir < 1) {
            throw Problem.IR_VERSION_INVALID.with(file, ir);
        }
        if (ir > NEWEST_IR) {
            throw Problem.IR_VERSION_UNKNOWN.with(file, ir, NEWEST_IR);
        }
        return model(proto, cutter);
    }

    private Model model(ModelProto proto, PayloadCutter cutter) {
        Map<String, Long> opsets = OperatorSets.read(file, proto.getOpsetImportList());
        if (opsets.isEmpty() && proto.getIrVersion() >= OPSETS_ARE_NAMED) {
            throw Problem.OPSET_INVALID.with(file, "none is named");
        }
        if (opsets.isEmpty()) {
            opsets.put("", 1L);
        }
        ExternalData external = new ExternalData(file, path == null ? null : folder(path));
        TensorFactory tensors = new TensorFactory(file, blob, cutter.cuts(), external);
        NodeNames names = new NodeNames();
        GraphReader graphs = new GraphReader(file, proto.getIrVersion(), tensors, names);
        Model model = new Model(graphs.main(proto.getGraph()));
        FunctionReader functions = new FunctionReader(file, graphs.nodes());
        for (FunctionProto f : proto.getFunctionsList()) {
            model.functions().add(functions.read(f));
        }
        model.opsets().putAll(opsets);
        for (StringStringEntryProto e : proto.getMetadataPropsList()) {
            model.metadata().put(e.getKey(), e.getValue());
        }
        model.setIrVersion(proto.getIrVersion());
        model.setProducer(proto.getProducerName(), proto.getProducerVersion());
        model.setCarried(
                new CarriedModel(
                        proto.toBuilder().clearGraph().clearFunctions().build(),
                        path,
                        external.files()));
        if (names.renamed() > 0) {
            LOG.warn(
                    "{}: {} nodes share their name with another one, such as '{}'; they get"
                            + " numbers",
                    file,
                    names.renamed(),
                    names.example());
        }
        return model;
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static ModelProto parse(byte[] bytes) throws MalformedException {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        in.enableAliasing(true);
        in.setRecursionLimit(RECURSION_LIMIT);
        try {
            return ModelProto.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedException("its fields have wrong types or are nested too deep", e);
        } catch (IOException e) {
            throw new MalformedException("it cannot be read", e);
        }
    }

    private RuntimeException notAModel(MalformedException cause) {
        FileFormat format = FileFormat.guess(blob.head());
        if (format != null) {
            return Problem.MODEL_OTHER_FORMAT.because(cause, file, format.name(), format.advice());
        }
        return cause == null
                ? Problem.MODEL_WITHOUT_GRAPH.with(file)
                : Problem.MODEL_BROKEN.because(cause, file, cause.getMessage());
    }
}
