package io.jquant.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class TargetsTest {
    @Test
    void everyTargetIsFoundByItsName() {
        for (Target t : Targets.all()) {
            assertSame(t, Targets.byName(t.name()));
        }
        assertEquals(Targets.all().size(), new HashSet<>(Targets.names()).size());
    }

    @Test
    void unknownNameIsAnsweredWithTheKnownOnes() {
        JquantException e = assertThrows(JquantException.class, () -> Targets.byName("onnxruntme"));
        assertSame(Problem.TARGET_UNKNOWN, e.problem());
        assertTrue(e.getMessage().contains("onnxruntime-arm64"), e.getMessage());
    }

    @Test
    void unsignedCodesAreTheSignedOnesMovedBy128() {
        assertEquals(128, Targets.ONNXRUNTIME.codeOffset());
        assertEquals(0, Targets.TFLITE.codeOffset());
    }
}
