package io.jquant.load;

import io.jquant.proto.StringStringEntryProto;
import io.jquant.proto.TensorProto;
import io.jquant.support.Problem;
import io.jquant.wire.Blob;
import io.jquant.wire.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of external data. They are mapped, never read whole, and must lie in the model's folder or
 * below it, also after symbolic links are followed.
 */
final class ExternalData {
    private final String model;
    private final Path folder;
    private final Map<Path, Blob> blobs = new HashMap<>();
    private final List<Path> files = new ArrayList<>();

    /**
     * @param model the model file for messages
     * @param folder the model's folder, or null when the model does not come from a file
     */
    ExternalData(String model, Path folder) {
        this.model = model;
        this.folder = folder;
    }

    /** The files in use, in the order in which they were first named. */
    List<Path> files() {
        return files;
    }

    /**
     * The elements of a tensor.
     *
     * @param label the tensor for messages
     * @param needed how many bytes its type and shape want
     */
    Payload payload(TensorProto tensor, String label, long needed) {
        String location = "";
        String offsetText = "0";
        String lengthText = null;
        for (StringStringEntryProto e : tensor.getExternalDataList()) {
            switch (e.getKey()) {
                case "location" -> location = e.getValue();
                case "offset" -> offsetText = e.getValue();
                case "length" -> lengthText = e.getValue();
                default -> {} // checksum, and keys of certain programs
            }
        }
        if (location.isEmpty()) {
            throw invalid(label, location, "no file is named");
        }
        Blob blob = open(location, label);
        long offset = number(offsetText, "offset", label, location);
        long length = lengthText == null ? needed : number(lengthText, "length", label, location);
        if (length != needed) {
            throw invalid(label, location, "holds " + length + " bytes, the shape wants " + needed);
        }
        if (offset > blob.size() || length > blob.size() - offset) {
            throw invalid(
                    label,
                    location,
                    length
                            + " bytes from byte "
                            + offset
                            + " on are named, the file has "
                            + blob.size());
        }
        return new Payload(blob, offset, length, Payload.EXTERNAL);
    }

    private long number(String text, String what, String label, String location) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw Problem.EXTERNAL_DATA_INVALID.because(
                    e, model, label, location, what + " '" + text + "' is not a number");
        }
        throw invalid(label, location, what + " " + text + " is negative");
    }

    private Blob open(String location, String label) {
        if (folder == null) {
            throw refused(label, location, "cannot be found without a model file");
        }
        try {
            Path relative = Path.of(location);
            if (relative.isAbsolute() || relative.getRoot() != null) {
                throw refused(label, location, "is an absolute path");
            }
            for (Path part : relative) {
                if (part.toString().equals("..")) {
                    throw refused(label, location, "leads out of the model's folder");
                }
            }
            Path file = folder.resolve(relative);
            if (!Files.exists(file)) {
                throw invalid(label, location, "there is no such file beside the model");
            }
            Path real = file.toRealPath();
            if (!real.startsWith(folder.toRealPath())) {
                throw refused(label, location, "is a link out of the model's folder");
            }
            if (!Files.isRegularFile(real)) {
                throw invalid(label, location, "is not a file");
            }
            Blob blob = blobs.get(real);
            if (blob == null) {
                blob = Blob.map(real);
                blobs.put(real, blob);
                files.add(file);
            }
            return blob;
        } catch (InvalidPathException e) {
            throw Problem.EXTERNAL_DATA_REFUSED.because(e, model, label, location, "is not a path");
        } catch (IOException e) {
            throw Problem.EXTERNAL_DATA_INVALID.because(
                    e, model, label, location, "cannot be read");
        }
    }

    private RuntimeException refused(String label, String location, String why) {
        return Problem.EXTERNAL_DATA_REFUSED.with(model, label, location, why);
    }

    private RuntimeException invalid(String label, String location, String why) {
        return Problem.EXTERNAL_DATA_INVALID.with(model, label, location, why);
    }
}
