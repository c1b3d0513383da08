package io.jquant.cli;

import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The YAML files that the command line takes. */
final class YamlFile {
    private YamlFile() {}

    /**
     * What stands in a file: maps, lists, texts and numbers.
     *
     * @param unreadable what to refuse a file with; takes its path and the reason
     */
    static Object read(Path file, Problem unreadable) {
        try {
            return new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw unreadable.because(e, file, "it cannot be read");
        } catch (YamlEngineException e) {
            throw unreadable.because(e, file, e.getMessage());
        } catch (StackOverflowError e) { // nested beyond all reason
            throw unreadable.because(e, file, "it is nested too deeply");
        }
    }
}
