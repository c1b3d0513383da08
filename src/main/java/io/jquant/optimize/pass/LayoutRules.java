package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The operators that compute the same on transposed tensors, and how their parameters change.
 *
 * <p>A value v of the old layout is transpose(v', perm), v' the one of the new layout: axis i of v
 * is axis perm[i] of v'.
 */
final class LayoutRules {
    /** Element by element, of one tensor; further inputs are scalars. */
    private static final Set<String> UNARY =
            Set.of(
                    "Abs",
                    "Cast",
                    "Ceil",
                    "Celu",
                    "Clip",
                    "Cos",
                    "Elu",
                    "Erf",
                    "Exp",
                    "Floor",
                    "Gelu",
                    "HardSigmoid",
                    "HardSwish",
                    "Identity",
                    "IsNaN",
                    "LeakyRelu",
                    "Log",
                    "Mish",
                    "Neg",
                    "Not",
                    "Reciprocal",
                    "Relu",
                    "Round",
                    "Selu",
                    "Shrink",
                    "Sigmoid",
                    "Sign",
                    "Sin",
                    "Softplus",
                    "Softsign",
                    "Sqrt",
                    "Swish",
                    "Tanh",
                    "ThresholdedRelu");

    /** Element by element, of all inputs. */
    private static final Set<String> BROADCAST =
            Set.of(
                    "Add",
                    "And",
                    "Div",
                    "Equal",
                    "Greater",
                    "GreaterOrEqual",
                    "Less",
                    "LessOrEqual",
                    "Max",
                    "Mean",
                    "Min",
                    "Mul",
                    "Or",
                    "PRelu",
                    "Pow",
                    "Sub",
                    "Sum",
                    "Where",
                    "Xor");

    /** Along one axis, all inputs or outputs of the tensor's rank. */
    private static final Map<String, Long> ALONG_AXIS =
            Map.of(
                    "Concat", 0L,
                    "Split", 0L,
                    "Softmax", -1L,
                    "LogSoftmax", -1L);

    private static final Set<String> REDUCTIONS =
            Set.of("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2");

    private LayoutRules() {}

    /** Can the node be moved to another layout of tensors of this rank? */
    static boolean moves(Node n, int rank, Workspace work) {
        if (!n.domain().isEmpty() || n.outputs().isEmpty()) {
            return false;
        }
        for (Value v : n.outputs()) {
            if (v == null || work.facts().rank(v) != rank) {
                return false;
            }
        }
        String op = n.opType();
        if (UNARY.contains(op)) {
            return work.facts().rank(n.input(0)) == rank && othersAreScalars(n, work);
        }
        if (BROADCAST.contains(op)) {
            return n.inputs().stream().allMatch(v -> broadcasts(v, rank, work));
        }
        if (op.equals("Concat")) {
            return n.inputs().stream()
                    .allMatch(
                            v ->
                                    v != null
                                            && work.facts().rank(v) == rank
                                            && mayBeTransposed(work.constant(v)));
        }
        if (ALONG_AXIS.containsKey(op)) {
            return work.facts().rank(n.input(0)) == rank;
        }
        if (REDUCTIONS.contains(op)) {
            return Reductions.keepsAxes(n)
                    && work.facts().rank(n.input(0)) == rank
                    && Reductions.axes(n, rank, work) != null;
        }
        return switch (op) {
            case "Pad" -> n.input(3) == null && vector(n, 1, 2 * rank, work) != null;
            case "Slice" -> sliceAxes(n, rank, work) != null;
            case "Resize" -> resizes(n, rank, work);
            default -> false;
        };
    }

    private static boolean othersAreScalars(Node n, Workspace work) {
        for (int i = 1; i < n.inputs().size(); i++) {
            if (n.input(i) != null && work.facts().rank(n.input(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean broadcasts(Value v, int rank, Workspace work) {
        return v != null
                && (work.facts().rank(v) == rank
                        || isSingle(v, work)
                        || (work.constant(v) != null && work.facts().rank(v) < rank))
                && mayBeTransposed(work.constant(v));
    }

    private static boolean mayBeTransposed(Tensor constant) {
        return constant == null || Transposed.TYPES.contains(constant.type());
    }

    /** Does the node compute element by element? */
    static boolean isElementwise(Node n) {
        return UNARY.contains(n.opType()) || BROADCAST.contains(n.opType());
    }

    /** One element, of a rank that may be lower. */
    static boolean isSingle(Value v, Workspace work) {
        Shape s = work.facts().staticShape(v);
        return s != null && s.size() == 1;
    }

    private static long[] vector(Node n, int input, int length, Workspace work) {
        long[] v = Ints.constant(n, input, work);
        return v == null || v.length != length ? null : v;
    }

    private static long[] sliceAxes(Node n, int rank, Workspace work) {
        return n.input(3) == null ? null : Ints.fromFront(Ints.constant(n, 3, work), rank);
    }

    private static boolean resizes(Node n, int rank, Workspace work) {
        boolean plain =
                n.input(1) == null
                        || (work.constant(n.input(1)) != null
                                && work.constant(n.input(1)).size() == 0);
        int which = n.input(3) != null ? 3 : 2;
        Tensor t = work.constant(n.input(which));
        return plain && !n.attributes().has("axes") && t != null && t.size() == rank;
    }

    /** The inputs that are tensors of the layout; the others are parameters. */
    static List<Integer> tensors(Node n) {
        List<Integer> out = new ArrayList<>();
        boolean all = BROADCAST.contains(n.opType()) || n.is("Concat");
        for (int i = 0; i < (all ? n.inputs().size() : 1); i++) {
            out.add(i);
        }
        return out;
    }

    /** What changes of a node: its attributes, and the inputs that are parameters. */
    static Attributes attributes(Node n, long[] perm) {
        Attributes a = n.attributes();
        Long axis = ALONG_AXIS.get(n.opType());
        if (axis != null) {
            a.set(Attribute.of("axis", moved(a.getInt("axis", axis), perm)));
        }
        if (REDUCTIONS.contains(n.opType()) && a.has("axes")) {
            a.set(Attribute.of("axes", moved(a.getInts("axes"), perm)));
        }
        return a;
    }

    /** Parameters that become other constants: input → value. */
    static Map<Integer, Value> parameters(Node n, long[] perm, Workspace work) {
        Map<Integer, Value> out = new HashMap<>();
        if (REDUCTIONS.contains(n.opType()) && n.input(1) != null) {
            out.put(1, Ints.vector(n, "axes", moved(Ints.constant(n, 1, work), perm)));
        }
        if (n.is("Slice")) {
            out.put(3, Ints.vector(n, "axes", moved(Ints.constant(n, 3, work), perm)));
        }
        if (n.is("Pad")) {
            long[] pads = Ints.constant(n, 1, work);
            long[] moved = new long[pads.length];
            for (int i = 0; i < perm.length; i++) {
                moved[(int) perm[i]] = pads[i];
                moved[(int) perm[i] + perm.length] = pads[i + perm.length];
            }
            out.put(1, Ints.vector(n, "pads", moved));
        }
        if (n.is("Resize")) {
            int which = n.input(3) != null ? 3 : 2;
            out.put(
                    which,
                    n.graph()
                            .addInitializer(
                                    n.label() + (which == 3 ? "_sizes" : "_scales"),
                                    Transposed.vector(work.constant(n.input(which)), perm)));
        }
        return out;
    }

    private static long moved(long axis, long[] perm) {
        return perm[(int) (axis < 0 ? axis + perm.length : axis)];
    }

    private static long[] moved(long[] axes, long[] perm) {
        return LongStream.of(axes).map(a -> moved(a, perm)).toArray();
    }
}
