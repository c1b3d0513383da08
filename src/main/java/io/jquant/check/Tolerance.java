package io.jquant.check;

/**
 * How far a result may lie from what is expected: floats {@code |got - expected| <= absolute +
 * relative * |expected|}, integers {@code |got - expected| <= integer}.
 */
record Tolerance(double relative, double absolute, long integer) {
    /** What holds for a case that says nothing. */
    static final Tolerance USUAL = new Tolerance(1e-3, 1e-5, 0);
}
