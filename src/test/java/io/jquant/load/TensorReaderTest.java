package io.jquant.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.jquant.proto.MapProto;
import io.jquant.proto.OptionalProto;
import io.jquant.proto.SequenceProto;
import io.jquant.proto.TensorProto;
import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.OptionalValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import io.jquant.tensor.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorReaderTest {
    @TempDir Path folder;

    private static TensorProto.Builder tensor(ElementType type, long... dims) {
        TensorProto.Builder b = TensorProto.newBuilder().setDataType(type.code());
        for (long d : dims) {
            b.addDims(d);
        }
        return b;
    }

    private static Tensor read(MessageLite proto) {
        return TensorReader.parse("t.pb", proto.toByteArray());
    }

    /** The elements as text, whatever the array is. */
    private static String text(Tensor t) {
        StringBuilder out = new StringBuilder();
        int n = t.size() * t.type().entriesPerElement();
        for (int i = 0; i < n; i++) {
            out.append(i > 0 ? " " : "").append(java.lang.reflect.Array.get(t.storage(), i));
        }
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT, 2, 0000803f000000c0, 1.0 -2.0",
        "DOUBLE, 1, 000000000000f83f, 1.5",
        "COMPLEX64, 1, 0000803f000000c0, 1.0 -2.0",
        "COMPLEX128, 1, 000000000000f83f0000000000000040, 1.5 2.0",
        "INT64, 1, feffffffffffffff, -2",
        "UINT64, 1, feffffffffffffff, -2",
        "INT32, 2, 01000000ffffffff, 1 -1",
        "UINT32, 1, ffffffff, -1",
        "INT16, 2, 0100feff, 1 -2",
        "UINT16, 1, feff, -2",
        "FLOAT16, 2, 003c00c0, 15360 -16384",
        "BFLOAT16, 1, 803f, 16256",
        "INT8, 3, 01ff80, 1 -1 -128",
        "UINT8, 2, 01ff, 1 -1",
        "BOOL, 3, 000102, 0 1 1",
        "FLOAT8E4M3FN, 1, 7f, 127",
        "FLOAT8E4M3FNUZ, 1, 80, -128",
        "FLOAT8E5M2, 1, 7c, 124",
        "FLOAT8E5M2FNUZ, 1, 01, 1",
        "FLOAT8E8M0, 1, ff, -1",
        "UINT4, 3, 210f, 1 2 15",
        "INT4, 3, 8f07, -1 -8 7",
        "FLOAT4E2M1, 2, f1, 1 15",
        "UINT2, 5, e401, 0 1 2 3 1",
        "INT2, 4, e4, 0 1 -2 -1",
    })
    void rawElementsAreLittleEndianAndPacked(
            ElementType type, long count, String hex, String elements) {
        ByteString raw = ByteString.copyFrom(HexFormat.of().parseHex(hex));
        Tensor t = read(tensor(type, count).setRawData(raw).build());
        assertEquals(type, t.type());
        assertEquals(elements, text(t));
    }

    @Test
    void typedFieldsHoldElementsOneByOne() {
        assertEquals(
                "1.5 -2.0",
                text(
                        read(
                                tensor(ElementType.FLOAT, 2)
                                        .addFloatData(1.5f)
                                        .addFloatData(-2)
                                        .build())));
        assertEquals(
                "1.0 2.0",
                text(
                        read(
                                tensor(ElementType.COMPLEX64, 1)
                                        .addFloatData(1)
                                        .addFloatData(2)
                                        .build())));
        assertEquals("0.1", text(read(tensor(ElementType.DOUBLE).addDoubleData(0.1).build())));
        assertEquals("-7", text(read(tensor(ElementType.INT64, 1).addInt64Data(-7).build())));
        assertEquals("-1", text(read(tensor(ElementType.UINT64, 1).addUint64Data(-1).build())));
        assertEquals(
                "-1", text(read(tensor(ElementType.UINT32, 1).addUint64Data(0xffffffffL).build())));
        assertEquals("-3", text(read(tensor(ElementType.INT32, 1).addInt32Data(-3).build())));
        assertEquals("-1", text(read(tensor(ElementType.UINT8, 1).addInt32Data(255).build())));
        assertEquals("-4", text(read(tensor(ElementType.INT8, 1).addInt32Data(-4).build())));
        assertEquals(
                "1 0",
                text(read(tensor(ElementType.BOOL, 2).addInt32Data(7).addInt32Data(0).build())));
        assertEquals(
                "-16384", text(read(tensor(ElementType.FLOAT16, 1).addInt32Data(0xc000).build())));
        assertEquals(
                "-1 -8 7",
                text(read(tensor(ElementType.INT4, 3).addInt32Data(0x8f).addInt32Data(7).build())));
        assertEquals(
                "0 1 -2 -1", text(read(tensor(ElementType.INT2, 4).addInt32Data(0xe4).build())));
        assertEquals(
                "a ä",
                text(
                        read(
                                tensor(ElementType.STRING, 2)
                                        .addStringData(ByteString.copyFromUtf8("a"))
                                        .addStringData(ByteString.copyFromUtf8("ä"))
                                        .build())));
    }

    @Test
    void tensorsLongerThanOneChunkAreWhole() {
        int n = (1 << 16) * 2 + 5;
        byte[] raw = new byte[(n + 1) / 2];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) (i * 7);
        }
        Tensor t = read(tensor(ElementType.UINT4, n).setRawData(ByteString.copyFrom(raw)).build());
        for (int i = 0; i < n; i++) {
            assertEquals(raw[i / 2] >> (i % 2 * 4) & 15, t.bytes()[i]);
        }
    }

    @Test
    void tensorsWithoutElementsAndScalarsAreNormal() {
        assertEquals(0, read(tensor(ElementType.FLOAT, 3, 0).build()).size());
        assertEquals(0, read(tensor(ElementType.FLOAT, 1L << 40, 1L << 40, 0).build()).size());
        Tensor scalar = read(tensor(ElementType.FLOAT).addFloatData(4).build());
        assertEquals(0, scalar.rank());
        assertArrayEquals(new float[] {4}, scalar.floats());
    }

    @Test
    void sequencesAndOptionalsFollowTheDeclaredType() throws IOException {
        TensorProto one = tensor(ElementType.INT64, 1).addInt64Data(5).build();
        Path file = folder.resolve("v.pb");
        ValueType tensors = ValueType.tensor(ElementType.INT64, 1);
        ValueType sequence = new ValueType.SequenceType(tensors);
        SequenceProto two =
                SequenceProto.newBuilder()
                        .setElemType(1)
                        .addTensorValues(one)
                        .addTensorValues(one)
                        .build();

        Files.write(file, two.toByteArray());
        TensorSequence read = (TensorSequence) TensorReader.read(file, sequence);
        assertEquals(2, read.tensors().size());
        assertEquals(ElementType.INT64, read.element());

        Files.write(file, new byte[0]);
        read = (TensorSequence) TensorReader.read(file, sequence);
        assertEquals(ElementType.INT64, read.element());
        assertTrue(read.tensors().isEmpty());
        assertEquals(
                OptionalValue.EMPTY, TensorReader.read(file, new ValueType.OptionalType(tensors)));

        Files.write(file, OptionalProto.newBuilder().setSequenceValue(two).build().toByteArray());
        read =
                (TensorSequence)
                        OptionalValue.contentOf(
                                TensorReader.read(file, new ValueType.OptionalType(sequence)));
        assertEquals(2, read.tensors().size());

        Files.write(file, one.toByteArray());
        assertEquals(5, ((Tensor) TensorReader.read(file, tensors)).longs()[0]);
        assertEquals(5, TensorReader.read(file).longs()[0]);
    }

    @Test
    void whatIsNoTensorIsBadData() throws IOException {
        Path file = folder.resolve("v.pb");
        Path missing = folder.resolve("missing.pb");
        assertBad(() -> TensorReader.read(missing));
        Files.write(file, new byte[] {(byte) 0xff, 1});
        assertBad(() -> TensorReader.read(file));
        Files.write(file, tensor(ElementType.FLOAT, 3).addFloatData(1).build().toByteArray());
        assertBad(() -> TensorReader.read(file));
        Files.write(file, TensorProto.newBuilder().setDataType(99).build().toByteArray());
        assertBad(() -> TensorReader.read(file));
        ValueType map = new ValueType.MapType(ElementType.INT64, null);
        assertBad(() -> TensorReader.read(file, map));
        ValueType sequence = new ValueType.SequenceType(null);
        Files.write(
                file,
                SequenceProto.newBuilder()
                        .addMapValues(MapProto.getDefaultInstance())
                        .build()
                        .toByteArray());
        assertBad(() -> TensorReader.read(file, sequence));
    }

    private static void assertBad(org.junit.jupiter.api.function.Executable read) {
        JquantException e = assertThrows(JquantException.class, read);
        assertEquals(Problem.TENSOR_FILE_INVALID, e.problem());
        assertEquals(Kind.DATA, e.kind());
    }
}
