package io.jquant.target;

import io.jquant.tensor.ElementType;
import java.util.Set;

/**
 * What a runtime wants of an INT8 file. The plan is made on the int8 grid of the TensorFlow Lite
 * specification for every target; a target says what of it pays on the runtime and how it is
 * written. All operator names are those of ONNX's own domain.
 *
 * @param name the name on the command line
 * @param summary one line for users
 * @param activations how codes of activations are stored: INT8, or UINT8 as code + 128, which is
 *     the same real number
 * @param coverage how much is quantized unless the user says otherwise
 * @param traits what else distinguishes the runtime
 * @param requantizes operators of the specification's same-scale rows whose output may have
 *     parameters of its own
 * @param leftFloat operators with a rule that have no integer kernel, or one that is slower than
 *     float: quantizing their output would only cost accuracy
 * @param weightsOnly heavy operators without an integer kernel: their weights are stored in 8 bits
 *     and the computation is float
 * @param pairSumLimit two neighbouring products of activation and weight codes may not exceed this
 *     sum, since CPUs without dot-product instructions cut it to 16 bits; 0 = no limit
 */
public record Target(
        String name,
        String summary,
        ElementType activations,
        Coverage coverage,
        Set<Trait> traits,
        Set<String> requantizes,
        Set<String> leftFloat,
        Set<String> weightsOnly,
        int pairSumLimit) {
    public Target {
        if (activations != ElementType.INT8 && activations != ElementType.UINT8) {
            throw new IllegalArgumentException("activations of type " + activations);
        }
        traits = Set.copyOf(traits);
        requantizes = Set.copyOf(requantizes);
        leftFloat = Set.copyOf(leftFloat);
        weightsOnly = Set.copyOf(weightsOnly);
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** The same runtime with activations stored another way. */
    public Target withActivations(ElementType other) {
        // only products of uint8 and int8 are summed in 16 bits
        int limit = other == ElementType.UINT8 ? pairSumLimit : 0;
        return new Target(
                name, summary, other, coverage, traits, requantizes, leftFloat, weightsOnly, limit);
    }

    /** What is added to a code of the int8 grid before it is stored. */
    public int codeOffset() {
        return activations == ElementType.UINT8 ? 128 : 0;
    }
}
