package io.jquant.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphPrinter;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.optimize.OptimizeReport.PassStatistics;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PassManagerTest {
    private static Pass pass(String name, Predicate<Model> apply, Stage... requires) {
        return new Pass() {
            private final PassInfo info = new PassInfo(name, "", Exactness.SAME_BITS, requires);

            @Override
            public PassInfo info() {
                return info;
            }

            @Override
            public boolean apply(Workspace work) {
                return apply.test(work.model());
            }
        };
    }

    private static Model model() {
        return GraphText.parse("x:float[1] -> y = Abs(x) -> y");
    }

    /** Changes the model a given number of times. */
    private static Predicate<Model> times(int n) {
        return m -> {
            long v = m.irVersion() + 1;
            if (v > 8 + n) {
                return false;
            }
            m.setIrVersion(v);
            return true;
        };
    }

    private static Workspace work(Model m) {
        return new Workspace(m, OptimizeOptions.standard());
    }

    @Test
    void passesRunUntilNoneChangesAnything() {
        Pass a = pass("a", times(2));
        Pass b = pass("b", m -> false);
        PassManager manager = new PassManager(List.of(a, b), -1, null);
        manager.run(work(model()));
        assertEquals(List.of("a", "a"), manager.steps());
        PassStatistics first = manager.statistics().get(0);
        PassStatistics second = manager.statistics().get(1);
        assertEquals(3, first.calls());
        assertEquals(2, first.changes());
        assertEquals(2, second.calls(), "not again after nothing has changed");
    }

    @Test
    void passesThatNeverSettleAreStopped() {
        PassManager manager = new PassManager(List.of(pass("restless", m -> true)), -1, null);
        manager.run(work(model()));
        assertEquals(64, manager.steps().size());
    }

    @Test
    void stepsCanBeLimited() {
        PassManager manager = new PassManager(List.of(pass("a", times(5))), 2, null);
        manager.run(work(model()));
        assertEquals(2, manager.steps().size());
    }

    @Test
    void aPassThatIsJudgedWrongIsTakenBack() {
        Pass bad =
                pass(
                        "bad",
                        m -> {
                            m.graph().setName("broken");
                            return true;
                        });
        Pass good = pass("good", times(1));
        Model m = model();
        String before = GraphPrinter.print(m);
        PassManager manager =
                new PassManager(
                        List.of(bad, good),
                        -1,
                        x -> x.graph().name().equals("broken") ? "differs" : null);
        manager.run(work(m));
        assertEquals(List.of("good"), manager.steps());
        assertEquals(List.of("bad"), manager.rolledBack());
        assertEquals("test", m.graph().name());
        assertEquals(before, GraphPrinter.print(m));
    }

    @Test
    void passesWaitForTheFormTheyNeed() {
        Pass needy = pass("needy", m -> true, Stage.OPSET_13);
        Model m = model();
        m.opsets().put("", 9L);
        PassManager manager = new PassManager(List.of(needy), -1, null);
        manager.run(work(m));
        assertTrue(manager.steps().isEmpty());
    }
}
