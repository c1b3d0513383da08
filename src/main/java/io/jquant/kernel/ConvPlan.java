package io.jquant.kernel;

/** What a convolution works out once for a window and a number of channels. */
final class ConvPlan {
    final Window window;
    final PatchPlan patches;

    /** Places of the axes before the last two: of the input, and of the output. */
    final int inPlanes;

    final int outPlanes;

    /** Floats of an input and an output plane. */
    final int inPlane;

    final int outPlane;

    /**
     * Where input planes begin, counted from a group's first: entry {@code o * channels + v} for
     * output plane o and channel v of the right matrix, which is a channel at one of the window's
     * places before the last two axes.
     */
    final int[] planes;

    /**
     * @param channels of a group
     */
    ConvPlan(Window window, int channels) {
        this.window = window;
        int places = Window.leading(window.kernel());
        this.patches =
                new PatchPlan(
                        window.inHeight(),
                        window.inWidth(),
                        window.strideY(),
                        window.strideX(),
                        window.outHeight(),
                        window.outWidth(),
                        window.tapRows(),
                        window.tapColumns(),
                        channels * places);
        this.inPlanes = Window.leading(window.in());
        this.outPlanes = Window.leading(window.out());
        this.inPlane = Math.multiplyExact(window.inHeight(), window.inWidth());
        this.outPlane = Math.multiplyExact(window.outHeight(), window.outWidth());
        int[] leading = window.leadingPlanes();
        int virtual = channels * places;
        this.planes = new int[outPlanes * virtual];
        for (int i = 0; i < planes.length; i++) {
            int channel = i % virtual / places;
            int plane = leading[i / virtual * places + i % places];
            planes[i] = plane < 0 ? -1 : (channel * inPlanes + plane) * inPlane;
        }
    }
}
