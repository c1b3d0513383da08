package io.jquant.calibrate;

import io.jquant.graph.Model;
import io.jquant.support.IoReason;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads range tables of any known format, told by what the file holds: those of {@link
 * RangeTableWriter} and of other tools ({@link ForeignRanges}).
 */
public final class RangeFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RangeFiles.class);

    private RangeFiles() {}

    /**
     * Reads a table.
     *
     * @param model the model that it is for
     * @throws io.jquant.support.JquantException when the file cannot be read, is of no known
     *     format, or has nothing to do with the model
     */
    public static RangeTable read(Path path, Model model) {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw Problem.RANGES_INVALID.because(e, path, "it is not text in UTF-8");
        } catch (IOException e) {
            throw Problem.RANGES_UNREADABLE.because(e, path, IoReason.of(e));
        }
        RangeTable foreign = ForeignRanges.read(path.toString(), text, model);
        RangeTable table = foreign == null ? RangeTableReader.read(path) : foreign;
        if (table.tensors().isEmpty()) {
            throw Problem.RANGES_INVALID.with(path, "it holds no tensors");
        }
        Map<String, TensorRange> known = new LinkedHashMap<>();
        table.tensors()
                .forEach(
                        (name, range) -> {
                            if (model.find(name) != null) {
                                known.put(name, range);
                            }
                        });
        int unknown = table.tensors().size() - known.size();
        if (known.isEmpty() && unknown > 0) {
            throw Problem.RANGES_OTHER_MODEL.with(
                    path, unknown, table.tensors().keySet().iterator().next());
        }
        if (unknown > 0) {
            LOG.info("{}: {} tensors are not in the model", path, unknown);
        }
        return foreign == null ? table : new RangeTable(table.method(), known);
    }
}
