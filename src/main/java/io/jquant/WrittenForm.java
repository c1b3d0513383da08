package io.jquant;

import io.jquant.support.Problem;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.target.Trait;
import io.jquant.tensor.ElementType;

/**
 * How the quantized model is written.
 *
 * @param runtime the target, with the activations that were asked for
 * @param operators as operators on codes, instead of float operators between pairs?
 * @param inputs the codes that float inputs take; null for float
 * @param outputs the codes that float outputs are; null for float
 */
record WrittenForm(Target runtime, boolean operators, ElementType inputs, ElementType outputs) {
    /**
     * Reads the names that a user gave.
     *
     * @throws io.jquant.support.JquantException when one is unknown, or the target cannot have it
     */
    static WrittenForm of(Settings s) {
        Target named = Targets.byName(s.target);
        boolean operators = s.format.equals("qoperator");
        if (!operators && !s.format.equals("qdq")) {
            throw Problem.OPTION_VALUE.with("--format", s.format, "qdq or qoperator");
        }
        if (operators && named.has(Trait.FLOAT_OUTPUTS)) {
            throw Problem.OPTION_VALUE.with("--format", s.format, "qdq for target " + s.target);
        }
        return new WrittenForm(
                s.activations == null ? named : withActivations(named, s.activations),
                operators,
                port("--input-type", s.inputType),
                port("--output-type", s.outputType));
    }

    private static Target withActivations(Target named, String activations) {
        ElementType type = codes(activations);
        if (type == null) {
            throw Problem.OPTION_VALUE.with("--activations", activations, "int8 or uint8");
        }
        if (type == ElementType.UINT8 && named.has(Trait.ZERO_POINT_ZERO)) {
            throw Problem.OPTION_VALUE.with(
                    "--activations", activations, "int8 for target " + named.name());
        }
        return named.withActivations(type);
    }

    private static ElementType port(String option, String given) {
        ElementType type = codes(given);
        if (type == null && !given.equals("float")) {
            throw Problem.OPTION_VALUE.with(option, given, "float, int8 or uint8");
        }
        return type;
    }

    private static ElementType codes(String name) {
        return switch (name) {
            case "int8" -> ElementType.INT8;
            case "uint8" -> ElementType.UINT8;
            default -> null;
        };
    }
}
