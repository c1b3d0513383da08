package io.jquant.cli;

import io.jquant.support.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code --config FILE.yaml}: a mapping from long option names (without dashes) to values. What the
 * command line says itself comes first.
 */
final class ConfigFile implements IDefaultValueProvider {
    private static final Set<String> NEVER_IN_FILES = Set.of("config", "help", "version");

    private final Map<String, String> values;

    private ConfigFile(Map<String, String> values) {
        this.values = values;
    }

    /** The path given with {@code --config}, or null. */
    static String pathIn(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--config=")) {
                return args[i].substring("--config=".length());
            }
            if (args[i].equals("--config") && i + 1 < args.length) {
                return args[i + 1];
            }
        }
        return null;
    }

    static ConfigFile read(String path) {
        Object doc = YamlFile.read(Path.of(path), Problem.CONFIG_UNREADABLE);
        if (!(doc instanceof Map<?, ?> map)) {
            throw Problem.CONFIG_UNREADABLE.with(
                    path, "it is not a mapping of option names to values");
        }
        Map<String, String> values = new TreeMap<>();
        for (Map.Entry<?, ?> e : map.entrySet()) {
            String name = String.valueOf(e.getKey());
            if (e.getValue() == null) {
                throw Problem.CONFIG_UNREADABLE.with(path, "'" + name + "' has no value");
            }
            if (NEVER_IN_FILES.contains(name)) {
                throw Problem.CONFIG_UNREADABLE.with(
                        path, "'" + name + "' stands on the command line only");
            }
            values.put(name, text(e.getValue()));
        }
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(Jquant.optionNames());
        if (!unknown.isEmpty()) {
            throw Problem.CONFIG_UNREADABLE.with(path, "no command has an option " + unknown);
        }
        return new ConfigFile(values);
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        return String.valueOf(value);
    }

    @Override
    public String defaultValue(ArgSpec spec) {
        return spec instanceof OptionSpec o
                ? values.get(o.longestName().replaceFirst("^--", ""))
                : null;
    }
}
