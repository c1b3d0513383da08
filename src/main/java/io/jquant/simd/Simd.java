package io.jquant.simd;

/**
 * The loops that the kernels are made of, in the form that suits this machine.
 *
 * <p>The property {@code jquant.simd} forces one: {@code scalar}, {@code 128}, {@code 256}, {@code
 * 512} (bits of a vector), or {@code auto}, the default. Results are the same bits in every form.
 */
public interface Simd {
    /** The form chosen for this process. */
    static Simd get() {
        return SimdChoice.CHOSEN;
    }

    /** Such as "vectors of 512 bits" or "scalar". */
    String description();

    /** Matrix products of packed panels. */
    Tiles tiles();

    /** Weighted sums, maxima and sums over shifted copies of a plane. */
    Taps taps();

    /** Sums, products and the like of two arrays. */
    Arithmetic arithmetic();

    /** Functions of one variable. */
    Functions functions();

    /** Sums and extremes of an array. */
    Reductions reductions();

    /** Rearranging copies. */
    Copies copies();

    /** Between 8-bit codes and floats. */
    CodeLoops codes();
}
