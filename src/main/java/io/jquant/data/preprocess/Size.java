package io.jquant.data.preprocess;

/** Width and height in pixels. */
public record Size(int width, int height) {
    /** The longest side that can be asked for. */
    static final int MOST = 16384;

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
