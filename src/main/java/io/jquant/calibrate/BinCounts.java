package io.jquant.calibrate;

/** How many values lie in the bins of a layout; not always whole numbers. */
interface BinCounts {
    BinLayout layout();

    /** Is nothing in any bin of a block? */
    boolean isEmpty(int block);

    double in(int block, int bin);

    /** Is the mean of the values in each bin of a block known? */
    boolean knowsMeans(int block);

    /** Where in a bin the mean of its values lies: 0 at the border towards zero, 1 at the other. */
    double mean(int block, int bin);

    /** How far from their mean the values of a bin are spread to either side, in its width. */
    double spread(int block, int bin);
}
