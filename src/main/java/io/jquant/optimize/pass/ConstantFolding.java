package io.jquant.optimize.pass;

import io.jquant.execute.NodeEvaluator;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.operator.Operator;
import io.jquant.operator.OperatorRegistry;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.Pass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import io.jquant.support.JquantException;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes what follows from constants and known shapes alone.
 *
 * <pre>
 *   x[1,3,8] ─▶ Shape ─▶ Gather(1) ─▶ Mul(2) ─▶ s      ⇒      s = 6
 * </pre>
 *
 * <p>Left alone are random numbers, nodes with bodies, QuantizeLinear and DequantizeLinear (a model
 * that is quantized already stays so), and what would make the file much larger: a result that is
 * read at run time may have 1 MiB, or four times its inputs' bytes up to 16 MiB. What is only read
 * by other constants may be larger.
 */
public final class ConstantFolding implements Pass {
    private static final Logger LOG = LoggerFactory.getLogger(ConstantFolding.class);

    private static final PassInfo INFO =
            new PassInfo(
                    "constant-folding",
                    "Computes what follows from constants and known shapes alone.",
                    Exactness.SAME_BITS);

    private static final Set<String> LEFT_ALONE =
            Set.of("Constant", "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear");

    private static final long FREE_BYTES = 1 << 20;
    private static final long MOST_GROWTH = 4;
    private static final long MOST_BYTES = 16 << 20;

    /** What may be held while constants are computed from constants. */
    private static final long MOST_PENDING_BYTES = 256 << 20;

    @Override
    public PassInfo info() {
        return INFO;
    }

    @Override
    public boolean apply(Workspace work) {
        Folding folding = new Folding(work);
        List<Node> folded = folding.compute();
        return folding.keep(folded);
    }

    private static final class Folding {
        private final Workspace work;
        private final Map<Value, Tensor> pending = new HashMap<>();
        private long pendingBytes;

        Folding(Workspace work) {
            this.work = work;
        }

        /** Computes all that can be computed; the nodes concerned, in topological order. */
        List<Node> compute() {
            List<Node> folded = new ArrayList<>();
            for (Node n : work.nodes()) {
                if (!LEFT_ALONE.contains(n.opType()) && NodeEvaluator.isPure(n) && compute(n)) {
                    folded.add(n);
                }
            }
            return folded;
        }

        private boolean compute(Node n) {
            List<Tensor> results = known(n);
            if (results == null) {
                results = run(n);
            }
            if (results == null) {
                return false;
            }
            for (int i = 0; i < results.size(); i++) {
                if (n.output(i) != null) {
                    pending.put(n.output(i), results.get(i));
                    pendingBytes += bytes(results.get(i));
                }
            }
            return true;
        }

        /** The outputs that the analysis knows without running the node, as of Shape. */
        private List<Tensor> known(Node n) {
            List<Tensor> out = new ArrayList<>();
            for (Value v : n.outputs()) {
                Tensor t = work.constant(v);
                if (v != null && t == null) {
                    return null;
                }
                out.add(t);
            }
            return out;
        }

        private Tensor constant(Value v) {
            Tensor t = pending.get(v);
            return t != null ? t : work.constant(v);
        }

        private List<Tensor> run(Node n) {
            List<RuntimeValue> inputs = new ArrayList<>();
            for (Value v : n.inputs()) {
                Tensor t = v == null ? null : constant(v);
                if (v != null && t == null) {
                    return null;
                }
                inputs.add(t);
            }
            int opset = work.model().opset(n.domain());
            Operator operator = OperatorRegistry.standard().find(n.domain(), n.opType(), opset);
            if (operator == null || isTooLarge(n)) {
                return null;
            }
            List<RuntimeValue> results;
            try {
                long longest = (MOST_PENDING_BYTES - pendingBytes) / 8;
                results = NodeEvaluator.run(operator, n, opset, inputs, longest);
            } catch (JquantException e) {
                LOG.debug("{} is not folded: {}", n, e.getMessage());
                return null;
            }
            if (results == null) {
                return null;
            }
            List<Tensor> out = new ArrayList<>();
            for (RuntimeValue r : results) {
                if (r != null && !(r instanceof Tensor)) {
                    return null;
                }
                out.add((Tensor) r);
            }
            return out;
        }

        private boolean isTooLarge(Node n) {
            for (Value v : n.outputs()) {
                Shape s = v == null ? null : work.facts().staticShape(v);
                if (s != null && s.size() > MOST_PENDING_BYTES / 8) {
                    return true;
                }
            }
            return false;
        }

        /** Makes constants of results that are read by others than folded nodes. */
        boolean keep(List<Node> folded) {
            Set<Node> gone = new HashSet<>(folded);
            boolean changed = false;
            for (int i = folded.size() - 1; i >= 0; i--) {
                Node n = folded.get(i);
                if (!isNeeded(n, gone)) {
                    continue;
                }
                if (mayReplace(n)) {
                    Graph g = n.graph();
                    for (Value v :
                            List.copyOf(n.outputs().stream().filter(o -> o != null).toList())) {
                        g.makeConstant(v, pending.get(v));
                    }
                    changed = true;
                } else {
                    gone.remove(n); // it stays, and what it reads with it
                }
            }
            return changed;
        }

        private static boolean isNeeded(Node n, Set<Node> gone) {
            for (Value v : n.outputs()) {
                if (v == null) {
                    continue;
                }
                if (v.isGraphOutput()) {
                    return true;
                }
                for (Use u : v.uses()) {
                    if (!gone.contains(u.node())) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean mayReplace(Node n) {
            long before = 0;
            for (Value v : n.inputs()) {
                Tensor t = v == null ? null : constant(v);
                before += t == null ? 0 : bytes(t);
            }
            long after = 0;
            for (Value v : n.outputs()) {
                after += v == null ? 0 : bytes(pending.get(v));
            }
            return after <= FREE_BYTES || after <= Math.min(MOST_BYTES, MOST_GROWTH * before);
        }

        private static long bytes(Tensor t) {
            return t.type().bits() == 0 ? 16L * t.size() : t.type().bytes(t.shape().size());
        }
    }
}
