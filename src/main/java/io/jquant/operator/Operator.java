package io.jquant.operator;

/**
 * An operator of ONNX: what its results look like, and how they are computed. One instance serves
 * every node, so implementations keep no state; what belongs to one node is made once by {@link
 * #prepare}.
 *
 * <p>Wrong attributes or shapes are reported by {@link IllegalArgumentException} with a message
 * that says what is wrong; the caller adds the node.
 */
public interface Operator {
    /**
     * Tells the types of the outputs as far as the types of the inputs (and constant inputs)
     * determine them. What is not known stays unset.
     */
    void infer(Inference node);

    /** Computes the outputs. */
    void run(Invocation call);

    /**
     * Work that is done once per node when a model is prepared for execution, such as packing
     * constant weights; handed to each {@link #run} as {@link Invocation#prepared}.
     *
     * @return null when there is nothing to prepare
     */
    default Object prepare(Preparation node) {
        return null;
    }

    /**
     * Can {@link #run} apply this activation to its first output while it stores it ({@link
     * Invocation#tail})?
     */
    default boolean fuses(FusedTail.Activation activation) {
        return false;
    }

    /**
     * Can {@link #run} add a tensor of the output's shape while it stores its first output ({@link
     * Invocation#tail})?
     */
    default boolean fusesResidual() {
        return false;
    }
}
