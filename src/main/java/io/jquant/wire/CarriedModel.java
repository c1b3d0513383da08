package io.jquant.wire;

import io.jquant.graph.Carried;
import io.jquant.proto.ModelProto;
import java.nio.file.Path;
import java.util.List;

/**
 * What is carried along of a model file.
 *
 * @param proto the message without its graph and functions
 * @param file the model file
 * @param dataFiles the files of external data that it uses
 */
public record CarriedModel(ModelProto proto, Path file, List<Path> dataFiles) implements Carried {
    public CarriedModel {
        dataFiles = List.copyOf(dataFiles);
    }
}
