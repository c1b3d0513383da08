package io.jquant.cli;

import io.jquant.support.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the states of a model are fed back. */
final class StateArgs {
    @Option(
            names = "--state",
            paramLabel = "OUT=IN",
            split = ",",
            description =
                    "samples are sequences: feed output OUT of one step to input IN of the next; may be repeated")
    private List<String> states = List.of();

    /** Output → input. */
    Map<String, String> outputToInput() {
        Map<String, String> map = new LinkedHashMap<>();
        for (String s : states) {
            int at = s.indexOf('=');
            boolean whole = at > 0 && at < s.length() - 1;
            if (!whole || map.put(s.substring(0, at), s.substring(at + 1)) != null) {
                throw Problem.OPTION_VALUE.with(
                        "--state", s, "OUTPUT=INPUT, each output at most once");
            }
        }
        return map;
    }
}
