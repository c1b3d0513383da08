package io.jquant.recover;

import io.jquant.calibrate.RangeTable;
import io.jquant.grid.Range;
import java.util.List;

/**
 * What a refinement of ranges brought.
 *
 * @param ranges the table with the new ranges, its method followed by {@code +mle}
 * @param changes one for each tensor, or group of tensors with common parameters, that got another
 *     range, in the order of the model
 * @param tensors how many tensors and groups were looked at
 * @param samples how many samples were used
 * @param taken is the refined table used? Method {@code auto} does so only where the judging
 *     samples agree
 */
public record Refinement(
        RangeTable ranges, List<Change> changes, int tensors, int samples, boolean taken) {
    /** What the method of a refined table ends with. */
    public static final String SUFFIX = "+mle";

    /**
     * Another range.
     *
     * @param tensor the first of the group
     * @param noiseBefore squared error of the layer's quantized output against the float one, as a
     *     share of the latter's energy
     * @param noiseAfter the same with the new range
     */
    public record Change(
            String tensor, Range before, Range after, double noiseBefore, double noiseAfter) {}

    public Refinement {
        changes = List.copyOf(changes);
    }

    /** The same, not used. */
    Refinement withTaken(boolean used) {
        return new Refinement(ranges, changes, tensors, samples, used);
    }

    /** By how many dB the errors of the changed layers fell, in the mean; 0 without changes. */
    public double gain() {
        return changes.stream()
                .mapToDouble(c -> 10 * StrictMath.log10(c.noiseBefore / c.noiseAfter))
                .filter(Double::isFinite)
                .average()
                .orElse(0);
    }
}
