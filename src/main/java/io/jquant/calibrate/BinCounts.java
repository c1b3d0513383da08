package io.jquant.calibrate;

/** How many values lie in the bins of a layout; not always whole numbers. */
interface BinCounts {
    BinLayout layout();

    /** Is nothing in any bin of a block? */
    boolean isEmpty(int block);

    double in(int block, int bin);
}
