package io.jquant.recover;

/** Some of the judging samples. */
enum Subset {
    /** Every fourth: what does not do well here is not looked at any more. */
    QUARTER(4, 0),
    /** Every other one. */
    EVEN(2, 0),
    /** Those between. */
    ODD(2, 1),
    ALL(1, 0);

    private final int step;
    private final int first;

    Subset(int step, int first) {
        this.step = step;
        this.first = first;
    }

    boolean holds(int sample) {
        return sample % step == first;
    }
}
