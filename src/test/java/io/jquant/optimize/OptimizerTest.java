package io.jquant.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.optimize.OptimizeReport.Verification;
import io.jquant.optimize.pass.NoOperation;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    private static final String NOISY =
            "x:float[N,3] -> c = Constant(){value_float=2.0}; i = Identity(x); y:float[rows,3] = Mul(i, c) -> y";

    private static OptimizeOptions options() {
        return OptimizeOptions.standard();
    }

    private static Problem problem(OptimizeOptions options) {
        Model m = GraphText.parse(NOISY);
        return assertThrows(JquantException.class, () -> Optimizer.optimize(m, options)).problem();
    }

    @Test
    void theReportTellsWhatWasDone() {
        OptimizeReport r = Optimizer.optimize(GraphText.parse(NOISY), options());
        assertEquals(2, r.nodesBefore(), "Constant nodes do not count");
        assertEquals(1, r.nodesAfter());
        assertEquals(List.of("constant-nodes", "no-operation"), r.steps());
        assertEquals(
                Passes.all().stream()
                        .filter(p -> p.info().purpose().runsIn(options()))
                        .map(Pass::name)
                        .toList(),
                r.passes().stream().map(OptimizeReport.PassStatistics::name).toList());
        assertEquals(Verification.OFF, r.verification());
    }

    @Test
    void attentionIsReportedAsOneIsland() {
        OptimizeReport r =
                Optimizer.optimize(
                        GraphText.parse(
                                """
                                q:float[2,3,4,8], k:float[2,3,8,5], v:float[2,3,5,8] ->
                                  s = MatMul(q, k); d = Mul(s, c:float[]{2}); p = Softmax(d); y = MatMul(p, v) -> y
                                """),
                        options());
        assertEquals(
                List.of(
                        new OptimizeReport.Island(
                                "attention", List.of("n_y", "n_p", "n_d", "n_s"))),
                r.islands());
        assertEquals(List.of(), Optimizer.optimize(GraphText.parse(NOISY), options()).islands());
    }

    @Test
    void skippedPassesDoNotRun() {
        OptimizeReport r =
                Optimizer.optimize(
                        GraphText.parse(NOISY), options().withSkip(List.of("constant-nodes")));
        assertEquals(List.of("no-operation"), r.steps());
    }

    @Test
    void onlyTheNamedPassesRun() {
        OptimizeReport r =
                Optimizer.optimize(
                        GraphText.parse(NOISY), options().withPasses(List.of("no-operation")));
        assertEquals(List.of("no-operation"), r.steps());
    }

    @Test
    void namesOfPassesAreChecked() {
        assertEquals(Problem.PASS_UNKNOWN, problem(options().withSkip(List.of("no-such"))));
        assertEquals(Problem.PASS_UNKNOWN, problem(options().withPasses(List.of("no-such"))));
    }

    @Test
    void opsetsThatAreTooOldAreRefused() {
        assertEquals(Problem.OPSET_TOO_LOW, problem(options().withOpset(12)));
    }

    @Test
    void theOutputsAreComparedWithTheOriginals() {
        OptimizeReport r =
                Optimizer.optimize(GraphText.parse(NOISY), options().withVerify(2, 0, 1));
        assertEquals(Verification.PASSED, r.verification());
    }

    @Test
    void whatCannotBeRunIsNotCompared() {
        Model m = GraphText.parse("x:float[1] -> y = my.Thing(x); z = Identity(y) -> z");
        OptimizeReport r = Optimizer.optimize(m, options().withVerify(2, 0, 1));
        assertEquals(Verification.NOT_POSSIBLE, r.verification());
        assertEquals(1, m.graph().nodeCount());
    }

    @Test
    void namesOfOpenAxesOfOutputsSurvive() {
        Model m =
                GraphText.parse(
                        "x:float[N] -> i = NonZero(x); y:int64[found] = Squeeze(i, a:int64[1]{0}) -> y");
        Optimizer.optimize(m, options());
        assertEquals("int64[found]", m.graph().outputs().get(0).type().toString());
    }

    @Test
    void passesInAnImpossibleOrderAreRefused() {
        Model m = GraphText.parse("opset 9; x:float[1,2] -> y = Identity(x) -> y");
        OptimizeOptions o = options().withPasses(List.of("merge-views"));
        JquantException e = assertThrows(JquantException.class, () -> Optimizer.optimize(m, o));
        assertEquals(Problem.PASS_ORDER, e.problem());
        Optimizer.optimize(m, options().withPasses(List.of("opset-upgrade", "merge-views")));
        assertEquals(17, m.opset());
    }

    @Test
    void longChainsAndManyInputsAreFine() {
        StringBuilder chain = new StringBuilder("x:float[2] -> v0 = Neg(x)");
        for (int i = 1; i < 30_000; i++) {
            chain.append("; v").append(i).append(" = Exp(v").append(i - 1).append(")");
        }
        Model deep = GraphText.parse(chain.append(" -> v29999").toString());
        assertEquals(30_000, Optimizer.optimize(deep, options()).nodesAfter());

        StringBuilder inputs = new StringBuilder("x:float[1] -> y = Concat(x");
        inputs.append(", x".repeat(49_999)).append("){axis=0} -> y");
        Model wide = GraphText.parse(inputs.toString());
        assertEquals(1, Optimizer.optimize(wide, options()).nodesAfter());

        StringBuilder nested = new StringBuilder("x:float[1] -> v0 = Concat(x, x){axis=0}");
        for (int i = 1; i < 20_000; i++) {
            nested.append("; v")
                    .append(i)
                    .append(" = Concat(v")
                    .append(i - 1)
                    .append(", x){axis=0}");
        }
        Model joined = GraphText.parse(nested.append(" -> v19999").toString());
        assertEquals(1, Optimizer.optimize(joined, options()).nodesAfter());
    }

    /** Lets the first output be something else. */
    private static Pass breaking() {
        return new Pass() {
            @Override
            public PassInfo info() {
                return new PassInfo("breaking", "", Exactness.SAME_BITS);
            }

            @Override
            public boolean apply(Workspace work) {
                Graph g = work.model().graph();
                if (g.outputs().get(0).producer().is("Exp")) {
                    return false;
                }
                Node n = g.outputs().get(0).producer();
                Rewrites.replace(n, "Exp", new Attributes(), n.input(0));
                return true;
            }
        };
    }

    @Test
    void aPassThatChangesTheOutputsIsTakenBack() {
        Model m = GraphText.parse(NOISY);
        OptimizeReport r =
                Optimizer.optimize(
                        m, options().withVerify(2, 0, 1), List.of(new NoOperation(), breaking()));
        assertEquals(List.of("breaking"), r.rolledBack());
        assertEquals(List.of("no-operation"), r.steps());
        assertEquals(Verification.PASSED, r.verification());
        assertEquals("Mul", m.graph().outputs().get(0).producer().opType());
    }
}
