package io.jquant;

import io.jquant.data.preprocess.Preprocessing;
import io.jquant.graph.Model;
import io.jquant.rewrite.IoCodes;
import io.jquant.support.IoReason;
import io.jquant.support.Numbers;
import io.jquant.support.Problem;
import io.jquant.support.ProgramVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a quantized file says of its making, in its metadata. Nothing of it differs between two runs
 * on the same files.
 */
final class Provenance {
    private Provenance() {}

    /**
     * Writes the metadata.
     *
     * @param options what the result depends on, in one line
     * @param preprocess YAML; empty for none
     */
    static void write(
            Model model,
            Path source,
            String target,
            String method,
            String options,
            String preprocess,
            List<IoCodes.Port> ports) {
        Map<String, String> meta = model.metadata();
        meta.put("jquant.version", ProgramVersion.number());
        meta.put("jquant.target", target);
        meta.put("jquant.method", method);
        meta.put("jquant.options", options);
        meta.put("jquant.source.sha256", sha256(source));
        if (!preprocess.isEmpty()) {
            meta.put(Preprocessing.METADATA_KEY, preprocess);
        }
        for (IoCodes.Port p : ports) {
            meta.put(
                    "jquant." + (p.input() ? "input." : "output.") + p.name(),
                    p.type().name().toLowerCase(Locale.ROOT)
                            + " scale="
                            + Numbers.shortest(p.scale())
                            + " zeroPoint="
                            + p.zeroPoint());
        }
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw Problem.MODEL_UNREADABLE.because(e, file, IoReason.of(e));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
