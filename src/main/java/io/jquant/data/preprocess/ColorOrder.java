package io.jquant.data.preprocess;

/** The channels of a picture in a tensor, in their order. */
public enum ColorOrder {
    RGB(3),
    BGR(3),
    GRAY(1);

    private final int channels;

    ColorOrder(int channels) {
        this.channels = channels;
    }

    public int channels() {
        return channels;
    }
}
