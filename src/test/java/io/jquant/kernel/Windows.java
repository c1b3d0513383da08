package io.jquant.kernel;

import java.util.Random;

/** Windows for the tests. */
final class Windows {
    private Windows() {}

    /** Any window over axes of at most so many elements; the output may be empty. */
    static Window random(Random random, int rank, int largest) {
        int[] in = new int[rank];
        int[] kernel = new int[rank];
        int[] strides = new int[rank];
        int[] dilations = new int[rank];
        int[] pads = new int[rank];
        int[] out = new int[rank];
        for (int a = 0; a < rank; a++) {
            in[a] = 1 + random.nextInt(largest);
            kernel[a] = 1 + random.nextInt(4);
            strides[a] = 1 + random.nextInt(3);
            dilations[a] = 1 + random.nextInt(2);
            pads[a] = random.nextInt(4);
            int behind = random.nextInt(4);
            int room = in[a] + pads[a] + behind - (kernel[a] - 1) * dilations[a] - 1;
            out[a] = room < 0 ? 0 : room / strides[a] + 1;
        }
        return new Window(in, kernel, strides, dilations, pads, out);
    }

    static Window square(int in, int kernel, int stride, int pad) {
        int out = (in + 2 * pad - kernel) / stride + 1;
        return new Window(
                new int[] {in, in},
                new int[] {kernel, kernel},
                new int[] {stride, stride},
                new int[] {1, 1},
                new int[] {pad, pad},
                new int[] {out, out});
    }
}
