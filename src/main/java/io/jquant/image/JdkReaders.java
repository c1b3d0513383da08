package io.jquant.image;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The picture decoders of the JDK; others that may be on the class path are passed over. */
final class JdkReaders {
    private JdkReaders() {}

    /** A new decoder; it belongs to the caller, who disposes of it. */
    static ImageReader create(String format) throws BadPicture {
        try {
            Iterator<ImageReader> found = ImageIO.getImageReadersByFormatName(format);
            while (found.hasNext()) {
                ImageReader reader = found.next();
                if ("java.desktop".equals(reader.getClass().getModule().getName())) {
                    return reader;
                }
                reader.dispose();
            }
        } catch (LinkageError e) { // a Java installation without its imaging libraries
            throw new BadPicture("this Java installation lacks its decoder for " + format, e);
        }
        throw new BadPicture("this Java installation has no decoder for " + format);
    }

    /** What a decoder failed with; on damaged files they also throw what reads like bugs. */
    static BadPicture bad(Exception e) {
        String why = e.getMessage();
        boolean plain = e instanceof java.io.IOException && why != null;
        return new BadPicture(plain ? "damaged (" + why + ")" : "it is damaged", e);
    }
}
