package io.jquant.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.support.Problem;
import org.junit.jupiter.api.Test;

class CheckerTest {
    @Test
    void faultsOfTheProgramAreAnAnswerToTheirCase() {
        CaseResult r =
                Checker.guarded(
                        "broken",
                        () -> {
                            throw new IllegalStateException("a fault");
                        });
        assertEquals(CaseResult.Status.ERROR, r.status());
        assertTrue(r.detail().contains("internal error") && r.detail().contains("a fault"));
    }

    @Test
    void operatorsThatAreNotKnownAreToldFromOtherFailures() {
        assertEquals(
                CaseResult.Status.UNSUPPORTED,
                Checker.guarded(
                                "c",
                                () -> {
                                    throw Problem.OPERATOR_UNKNOWN.with("n", "Op", "d", 1);
                                })
                        .status());
        assertEquals(CaseResult.Status.FAIL, Checker.guarded("c", () -> "1, expected 2").status());
    }
}
