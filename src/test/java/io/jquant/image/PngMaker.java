package io.jquant.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG files for tests, with whatever header and rows are wanted. */
public final class PngMaker {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public PngMaker() {
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    }

    /** An RGB picture, 8 bits a sample, rows without filter. */
    public static byte[] rgb(int width, int height, byte... samples) {
        byte[] rows = new byte[height * (1 + 3 * width)];
        for (int y = 0; y < height; y++) {
            System.arraycopy(samples, y * 3 * width, rows, y * (1 + 3 * width) + 1, 3 * width);
        }
        return new PngMaker().header(width, height, 8, 2, 0).data(rows).end();
    }

    public PngMaker header(int width, int height, int bits, int colorType, int interlace) {
        ByteBuffer b = ByteBuffer.allocate(13);
        b.putInt(width).putInt(height).put((byte) bits).put((byte) colorType);
        b.put((byte) 0).put((byte) 0).put((byte) interlace);
        return chunk("IHDR", b.array());
    }

    /** The rows, each with its filter byte in front; deflated here. */
    public PngMaker data(byte... rows) {
        return chunk("IDAT", deflated(rows));
    }

    static byte[] deflated(byte... rows) {
        Deflater d = new Deflater();
        d.setInput(rows);
        d.finish();
        byte[] z = new byte[rows.length + 100];
        int n = d.deflate(z);
        d.end();
        return java.util.Arrays.copyOf(z, n);
    }

    public PngMaker chunk(String type, byte... content) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(name);
        out.writeBytes(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        return this;
    }

    public byte[] end() {
        return chunk("IEND").out.toByteArray();
    }
}
