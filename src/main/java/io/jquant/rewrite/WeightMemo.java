package io.jquant.rewrite;

import io.jquant.calibrate.ChannelStatistics;
import io.jquant.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers the scales of weights from one emission of a model to the next. They depend on the
 * weights and on what calibration saw of the channels in front of them, not on the ranges of
 * activations, and are most of the work: who emits one model with many range tables of one
 * calibration finds them once. Not for several threads at a time.
 */
public final class WeightMemo {
    private final Map<Key, float[]> known = new HashMap<>();

    /** Weights and statistics are the same only if they are the same arrays. */
    private record Key(
            String output,
            Tensor weight,
            ChannelStatistics channels,
            WeightRanges how,
            boolean perTensor) {}

    /** Where the scales of one weight are kept. */
    final class Slot {
        private final Key key;

        private Slot(Key key) {
            this.key = key;
        }

        /** Replaces the scales of the greatest magnitudes by better ones. */
        void choose(WeightScales choice, float... scales) {
            float[] found = known.get(key);
            if (found == null) {
                choice.choose(scales, key.how);
                known.put(key, scales.clone());
            } else {
                System.arraycopy(found, 0, scales, 0, scales.length);
            }
        }
    }

    /**
     * @param output the name of what the weights make
     * @param channels what was seen of the activations; may be null
     */
    Slot slot(String output, Tensor weight, ChannelStatistics channels, PlanOptions options) {
        return new Slot(
                new Key(
                        output,
                        weight,
                        channels,
                        options.weightRanges(),
                        options.perTensorWeights()));
    }
}
