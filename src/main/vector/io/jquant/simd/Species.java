package io.jquant.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of a vector in this process. The species are static and final, so that the compiler
 * sees constants: read from a field of an object they cost a factor of five.
 */
final class Species {
    /** Above this width the sixteen lanes of a sum would not fill a vector. */
    private static final int MAX_BITS = 512;

    static final int PREFERRED_BITS = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    static final int BITS = bits(System.getProperty(SimdChoice.PROPERTY, "auto"));
    static final VectorSpecies<Float> F =
            VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
    static final VectorSpecies<Integer> I =
            VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));

    /** As many bytes as there are floats in a vector; more where no vector is that short. */
    static final VectorSpecies<Byte> B =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, BITS / 4)));

    /** Floats in a vector. */
    static final int L = BITS / Float.SIZE;

    private Species() {}

    private static int bits(String wish) {
        return switch (wish) {
            case "auto" -> Math.max(128, Math.min(MAX_BITS, PREFERRED_BITS));
            case "128", "256", "512" -> Integer.parseInt(wish);
            default ->
                    throw new IllegalArgumentException(
                            SimdChoice.PROPERTY
                                    + " is '"
                                    + wish
                                    + "': one of scalar, 128, 256, 512, auto is expected");
        };
    }

    static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(F, x, at);
    }

    static FloatVector all(float value) {
        return FloatVector.broadcast(F, value);
    }

    static IntVector allInts(int value) {
        return IntVector.broadcast(I, value);
    }
}
