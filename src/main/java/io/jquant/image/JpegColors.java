package io.jquant.image;

/**
 * From the stored components of a JPEG to grey or RGB.
 *
 * <p>YCbCr to RGB is that of JFIF 1.02 in 16-bit fixed point, rounded as the Independent JPEG
 * Group's library rounds; four-component files hold inverted inks, as Adobe writes them, and {@code
 * channel = (255 - ink)(255 - black) / 255}.
 */
final class JpegColors {
    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);
    private static final int CR_TO_R = fixed(1.40200);
    private static final int CB_TO_B = fixed(1.77200);
    private static final int CR_TO_G = fixed(0.71414);
    private static final int CB_TO_G = fixed(0.34414);

    private JpegColors() {}

    private static int fixed(double x) {
        return (int) (x * (1 << BITS) + 0.5);
    }

    static int components(JpegSegments.Colors colors) {
        return switch (colors) {
            case GREY -> 1;
            case YCBCR, RGB -> 3;
            case CMYK, YCCK -> 4;
        };
    }

    /** May work in place. */
    static byte[] toGreyOrRgb(JpegSegments.Colors colors, byte[] stored) {
        switch (colors) {
            case GREY, RGB -> {
                return stored;
            }
            case YCBCR -> {
                yCbCrToRgb(stored, 3);
                return stored;
            }
            default -> {
                boolean coded = colors == JpegSegments.Colors.YCCK;
                if (coded) {
                    yCbCrToRgb(stored, 4); // the inks themselves, as stored CMYK are their inverse
                }
                return withoutBlack(stored, coded ? 0 : 0xff);
            }
        }
    }

    private static void yCbCrToRgb(byte[] data, int pixelStride) {
        for (int i = 0; i < data.length; i += pixelStride) {
            int y = data[i] & 0xff;
            int cb = (data[i + 1] & 0xff) - 128;
            int cr = (data[i + 2] & 0xff) - 128;
            data[i] = clip(y + ((CR_TO_R * cr + HALF) >> BITS));
            data[i + 1] = clip(y + ((-CB_TO_G * cb - CR_TO_G * cr + HALF) >> BITS));
            data[i + 2] = clip(y + ((CB_TO_B * cb + HALF) >> BITS));
        }
    }

    /**
     * @param flip 255 where the first three components are inverted inks, else 0; black always is
     */
    private static byte[] withoutBlack(byte[] stored, int flip) {
        byte[] out = new byte[stored.length / 4 * 3];
        for (int i = 0, o = 0; i < stored.length; i += 4, o += 3) {
            int light = stored[i + 3] & 0xff;
            for (int k = 0; k < 3; k++) {
                int ink = (stored[i + k] & 0xff) ^ flip;
                out[o + k] = clip(light - over255(ink * light));
            }
        }
        return out;
    }

    /** x / 255, rounded, for 0 <= x <= 255 * 255. */
    private static int over255(int x) {
        int t = x + 128;
        return ((t >> 8) + t) >> 8;
    }

    private static byte clip(int x) {
        return (byte) Math.max(0, Math.min(255, x));
    }
}
