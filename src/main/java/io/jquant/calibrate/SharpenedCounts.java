package io.jquant.calibrate;

import io.jquant.grid.Range;

/**
 * The coarse histogram of a group of samples, sharpened by the fine one of all samples: within each
 * of its bins the group's values are taken to be spread as those of all samples are. So values that
 * come again and again, as those of pixels do, stay where they are.
 */
final class SharpenedCounts implements BinCounts {
    private final Histogram group;
    private final Histogram all;
    private final double[][] factors = new double[BinLayout.BLOCKS][];
    private final int step; // fine bins in a coarse one

    /**
     * @param group the statistics of the group, with the coarse histogram
     * @param all the fine histogram, which counts all of the group's values too
     */
    SharpenedCounts(Statistics group, Histogram all) {
        this.group = group.histogram();
        this.all = all;
        step = all.layout().blockLength() / this.group.layout().blockLength();
        Range seen = group.seen();
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (!this.group.isEmpty(block)) {
                float top = block < BinLayout.EXPONENTS ? seen.max() : -seen.min();
                factors[block] = factors(block, place(top, all.layout()));
            }
        }
    }

    /** The number of a magnitude's bin among those of its sign. */
    private static int place(float magnitude, BinLayout layout) {
        return Float.floatToRawIntBits(magnitude) >>> layout.shift();
    }

    private double[] factors(int block, int last) {
        double[] factors = new double[group.layout().blockLength()];
        int first = block % BinLayout.EXPONENTS << all.layout().mantissaBits();
        for (int i = 0; i < factors.length; i++) {
            long sum = 0;
            for (int k = i * step; k < (i + 1) * step && first + k <= last; k++) {
                sum += all.count(block, k);
            }
            factors[i] = sum == 0 ? 0 : (double) group.count(block, i) / sum;
        }
        return factors;
    }

    @Override
    public BinLayout layout() {
        return all.layout();
    }

    @Override
    public boolean isEmpty(int block) {
        return group.isEmpty(block);
    }

    @Override
    public boolean knowsMeans(int block) {
        return all.knowsMeans(block);
    }

    @Override
    public double mean(int block, int bin) {
        return all.mean(block, bin);
    }

    @Override
    public double spread(int block, int bin) {
        return all.spread(block, bin);
    }

    @Override
    public double in(int block, int bin) {
        return factors[block] == null ? 0 : factors[block][bin / step] * all.count(block, bin);
    }
}
