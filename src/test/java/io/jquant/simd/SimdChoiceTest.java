package io.jquant.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jquant.ForkedJvm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Users learn that they compute slowly, once, unless they asked for it. */
class SimdChoiceTest {
    /** Prints what is logged when the loops are chosen, in a process of its own. */
    static final class Announced {
        private Announced() {}

        public static void main(String[] args) {
            ListAppender<ILoggingEvent> events = new ListAppender<>();
            Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            events.start();
            root.addAppender(events);
            Simd.get().description();
            Simd.get().description();
            events.list.forEach(e -> System.out.println(e.getFormattedMessage()));
        }
    }

    @Test
    void missingVectorsAreTold() throws IOException {
        List<String> lines = ForkedJvm.withoutModule().run(Announced.class);
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("java --add-modules jdk.incubator.vector"), lines.get(0));
    }

    @Test
    void scalarLoopsThatWereAskedForAreNot() throws IOException {
        assertEquals(List.of(), ForkedJvm.width("scalar").run(Announced.class));
    }
}
