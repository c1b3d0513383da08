package io.jquant.load;

import static io.jquant.load.Protos.changed;
import static io.jquant.load.Protos.floats;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.jquant.proto.TensorProto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WeightCheckTest {
    /** The warnings while a model with this weight is loaded. */
    private static List<String> warnings(TensorProto weight) {
        Logger logger = (Logger) LoggerFactory.getLogger(WeightCheck.class);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        logger.addAppender(seen);
        try {
            ModelLoader.parse(
                    "m.onnx", changed(m -> m.getGraphBuilder().setInitializer(0, weight)));
        } finally {
            logger.detachAppender(seen);
        }
        return seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static void assertWarned(String part, TensorProto weight) {
        List<String> lines = warnings(weight);
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).contains(part), lines.get(0));
    }

    private static TensorProto halves(int type, int... bits) {
        TensorProto.Builder b =
                TensorProto.newBuilder().setName("w").setDataType(type).addDims(bits.length);
        for (int i : bits) {
            b.addInt32Data(i);
        }
        return b.build();
    }

    @Test
    void nanAndInfiniteWeightsAreNamedInOneLine() {
        assertWarned("'w' (1 of 2)", floats("w", 1, Float.NaN));
        assertWarned("'w' (2 of 3)", floats("w", Float.POSITIVE_INFINITY, 0, Float.NaN));
        assertWarned("'w' (1 of 2)", halves(10, 0x7c00, 0x3c00));
        assertWarned("'w' (1 of 2)", halves(16, 0x7fc0, 0x3f80));
    }

    @Test
    void finiteWeightsAndInfiniteScalarsAreFine() {
        assertEquals(List.of(), warnings(floats("w", Float.MAX_VALUE, Float.MIN_VALUE)));
        TensorProto bound = floats("w", Float.NEGATIVE_INFINITY).toBuilder().clearDims().build();
        assertEquals(List.of(), warnings(bound));
    }

    @Test
    void largeWeightsAreSearchedWhereTheyLieInTheFile() {
        byte[] raw = new byte[4 * 40_000];
        raw[raw.length - 1] = 0x7f;
        raw[raw.length - 2] = (byte) 0xc0;
        assertWarned(
                "(1 of 40000)",
                TensorProto.newBuilder()
                        .setName("w")
                        .setDataType(1)
                        .addDims(40_000)
                        .setRawData(ByteString.copyFrom(raw))
                        .build());
    }
}
