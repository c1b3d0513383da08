package io.jquant.operator.nn;

import io.jquant.kernel.PackedRight;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * The packed weights of a recurrent layer.
 *
 * @param input per direction: inputs × gates · hidden
 * @param recurrent per direction and part: hidden × part; parts are as many gates as are multiplied
 *     at once
 */
record RecurrentWeights(PackedRight[] input, PackedRight[][] recurrent) {
    /**
     * Packs the weights.
     *
     * @param parts how many gates each part of the recurrent weights has
     */
    static RecurrentWeights of(Tensor w, Tensor r, int[] parts) {
        int directions = w.dim(0);
        int inputs = w.dim(2);
        int hidden = r.dim(2);
        float[] wide = TensorNumbers.floats(w);
        float[] back = TensorNumbers.floats(r);
        PackedRight[] input = new PackedRight[directions];
        PackedRight[][] recurrent = new PackedRight[directions][parts.length];
        for (int d = 0; d < directions; d++) {
            input[d] = PackedRight.of(inputs, w.dim(1), wide, d * w.dim(1) * inputs, 1, inputs);
            int from = d * r.dim(1) * hidden;
            for (int p = 0; p < parts.length; p++) {
                recurrent[d][p] = PackedRight.of(hidden, parts[p] * hidden, back, from, 1, hidden);
                from += parts[p] * hidden * hidden;
            }
        }
        return new RecurrentWeights(input, recurrent);
    }
}
