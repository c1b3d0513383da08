package io.jquant.kernel;

/**
 * Working memory of one thread, kept between calls so that kernels allocate nothing once they have
 * run. Kernels do not call each other inside a task, so one array per purpose is enough.
 */
final class Scratch {
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    /** Panels of a left and a right matrix. */
    final Floats left = new Floats();

    final Floats right = new Floats();

    /** Input planes with their padding. */
    final Floats planes = new Floats();

    /** A tile that is cut before it is stored. */
    final Floats tile = new Floats();

    /** Results that are not yet where they belong. */
    final Floats result = new Floats();

    /** Sources and destinations of the runs of a panel. */
    final Ints from = new Ints();

    final Ints to = new Ints();

    private Scratch() {}

    static Scratch ofThread() {
        return OF_THREAD.get();
    }

    /** An array that grows. */
    static final class Floats {
        private float[] array = new float[0];

        /** The array, at least so long, holding garbage. */
        float[] atLeast(int length) {
            if (array.length < length) {
                array = new float[length + length / 8];
            }
            return array;
        }
    }

    /** An array that grows. */
    static final class Ints {
        private int[] array = new int[0];

        /** The array, at least so long, holding garbage. */
        int[] atLeast(int length) {
            if (array.length < length) {
                array = new int[length + length / 8];
            }
            return array;
        }
    }
}
