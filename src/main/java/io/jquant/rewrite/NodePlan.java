package io.jquant.rewrite;

import java.util.List;

/**
 * What is planned for a node.
 *
 * @param output the name of its first output, which identifies it
 * @param name what users know it by
 * @param operator its operator
 * @param placement how it is executed
 * @param reason why
 * @param detail the tensor or constant that the reason is about; may be empty
 * @param heavy is it a Conv, ConvTranspose, Gemm or MatMul?
 * @param macs its multiplications for one sample, or -1 when shapes are not known
 * @param floatOutput an integer node directly behind which nothing is quantized
 * @param biasAdd the key of the Add that holds a MatMul's bias; empty when there is none
 * @param codes its inputs that are read as codes where the tensor is quantized
 * @param clamps the keys of folded Relu and Clip nodes, in order
 */
public record NodePlan(
        String output,
        String name,
        String operator,
        Placement placement,
        Reason reason,
        String detail,
        boolean heavy,
        long macs,
        boolean floatOutput,
        String biasAdd,
        List<Integer> codes,
        List<String> clamps) {
    public NodePlan {
        codes = List.copyOf(codes);
        clamps = List.copyOf(clamps);
    }

    NodePlan withMacs(long count) {
        return new NodePlan(
                output,
                name,
                operator,
                placement,
                reason,
                detail,
                heavy,
                count,
                floatOutput,
                biasAdd,
                codes,
                clamps);
    }

    /** Does it read and write 8-bit tensors, wherever the target computes it? */
    public boolean isQuantized() {
        return placement != Placement.FLOAT;
    }
}
