package io.jquant.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Formats that are handed in as models by mistake, known by their first bytes. */
record FileFormat(String name, String advice) {
    private static final String CONVERT = "convert the model to ONNX first";
    private static final int LOOK = 512;

    /** The format of files with these bytes (Latin-1) at this place. */
    private record Signature(int at, String bytes, FileFormat format) {
        Signature(int at, String bytes, String name, String advice) {
            this(at, bytes, new FileFormat(name, advice));
        }

        boolean matches(byte[] head) {
            byte[] want = bytes.getBytes(StandardCharsets.ISO_8859_1);
            if (head.length < at + want.length) {
                return false;
            }
            for (int i = 0; i < want.length; i++) {
                if (head[at + i] != want[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Signature> SIGNATURES =
            List.of(
                    new Signature(0, "\u001f\u008b", "a gzip file", "unpack it first"),
                    new Signature(0, "(\u00b5/\u00fd", "a Zstandard file", "unpack it first"),
                    new Signature(0, "\u00fd7zXZ\0", "an xz file", "unpack it first"),
                    new Signature(0, "BZh", "a bzip2 file", "unpack it first"),
                    new Signature(
                            0,
                            "PK\u0003\u0004",
                            "a zip archive or a PyTorch checkpoint",
                            "unpack it, or export the model to ONNX"),
                    new Signature(257, "ustar", "a tar archive", "unpack it first"),
                    new Signature(0, "\u0089PNG", "a PNG image", "name a model file"),
                    new Signature(0, "\u00ff\u00d8\u00ff", "a JPEG image", "name a model file"),
                    new Signature(0, "\u0093NUMPY", "a NumPy array", "name a model file"),
                    new Signature(0, "\u0089HDF", "an HDF5 file, such as a Keras model", CONVERT),
                    new Signature(4, "TFL3", "a TensorFlow Lite model", CONVERT),
                    new Signature(
                            4,
                            "ORTM",
                            "a model in ONNX Runtime's own format",
                            "use the .onnx file it was made from"),
                    new Signature(0, "GGUF", "a GGUF model", CONVERT),
                    new Signature(0, "ftrt", "a TensorRT engine", "use the model it was made from"),
                    new Signature(0, "\u0080\u0002", "a Python pickle", "export the model to ONNX"),
                    new Signature(0, "\u0080\u0004", "a Python pickle", "export the model to ONNX"),
                    new Signature(
                            0,
                            "version https://git-lfs",
                            "a Git LFS pointer, not the file itself",
                            "fetch it with 'git lfs pull'"),
                    new Signature(0, "7767517", "an ncnn parameter file", CONVERT),
                    new Signature(
                            0, "<?xml", "XML, such as an OpenVINO model", "use the ONNX model"),
                    new Signature(0, "<!DOCTYPE", "a web page", "download the file again"),
                    new Signature(0, "<html", "a web page", "download the file again"),
                    new Signature(0, "{", "JSON", "name a model file"),
                    new Signature(8, "{\"", "a safetensors file", "export the model to ONNX"));

    /** The format that a file which is no model seems to have, or null. */
    static FileFormat guess(ByteBuffer bytes) {
        byte[] head = new byte[Math.min(LOOK, bytes.limit())];
        bytes.get(0, head);
        for (Signature s : SIGNATURES) {
            if (s.matches(head)) {
                return s.format;
            }
        }
        return isText(head) ? new FileFormat("plain text", "name a model file") : null;
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            boolean blank = b == '\n' || b == '\r' || b == '\t';
            if (!blank && (b < ' ' || b == 0x7f)) {
                return false;
            }
        }
        return head.length > 0;
    }
}
