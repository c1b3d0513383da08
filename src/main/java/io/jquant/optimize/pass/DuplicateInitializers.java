package io.jquant.optimize.pass;

import io.jquant.graph.Graph;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.Pass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps one of several initializers of the same contents.
 *
 * <pre>
 *   a = [1,2], b = [1,2]                    a = [1,2]
 *   x ─▶ Add(a) ─▶ Mul(b) ─▶ y      ⇒      x ─▶ Add(a) ─▶ Mul(a) ─▶ y
 * </pre>
 *
 * <p>Only up to 65,536 elements: larger weights stay each with its node.
 */
public final class DuplicateInitializers implements Pass {
    private static final int LONGEST = 1 << 16;

    private static final PassInfo INFO =
            new PassInfo(
                    "duplicate-initializers",
                    "Keeps one of several initializers of the same contents.",
                    Exactness.SAME_BITS);

    /** A tensor by its contents, bit for bit. */
    private record Contents(Tensor tensor) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Contents c
                    && tensor.type() == c.tensor.type()
                    && tensor.shape().equals(c.tensor.shape())
                    && sameElements(tensor, c.tensor);
        }

        @Override
        public int hashCode() {
            int n = tensor.size() * tensor.type().entriesPerElement();
            int h = tensor.shape().hashCode() * 31 + tensor.type().code();
            for (int i = 0; i < n; i++) {
                h = h * 31 + entryHash(tensor, i);
            }
            return h;
        }
    }

    private static int entryHash(Tensor t, int i) {
        return switch (t.type().storage()) {
            case FLOATS -> Float.floatToRawIntBits(t.floats()[i]);
            case DOUBLES -> Long.hashCode(Double.doubleToRawLongBits(t.doubles()[i]));
            case LONGS -> Long.hashCode(t.longs()[i]);
            case INTS -> t.ints()[i];
            case SHORTS -> t.shorts()[i];
            case BYTES -> t.bytes()[i];
            case STRINGS -> t.strings()[i].hashCode();
        };
    }

    private static boolean sameElements(Tensor a, Tensor b) {
        int n = a.size() * a.type().entriesPerElement();
        return switch (a.type().storage()) {
            case FLOATS -> sameBits(a.floats(), b.floats(), n);
            case DOUBLES -> sameBits(a.doubles(), b.doubles(), n);
            case LONGS -> Arrays.equals(a.longs(), 0, n, b.longs(), 0, n);
            case INTS -> Arrays.equals(a.ints(), 0, n, b.ints(), 0, n);
            case SHORTS -> Arrays.equals(a.shorts(), 0, n, b.shorts(), 0, n);
            case BYTES -> Arrays.equals(a.bytes(), 0, n, b.bytes(), 0, n);
            case STRINGS -> Arrays.equals(a.strings(), 0, n, b.strings(), 0, n);
        };
    }

    private static boolean sameBits(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameBits(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            if (Double.doubleToRawLongBits(a[i]) != Double.doubleToRawLongBits(b[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public PassInfo info() {
        return INFO;
    }

    @Override
    public boolean apply(Workspace work) {
        boolean changed = false;
        for (Graph g : work.graphs()) {
            Map<Contents, Value> kept = new HashMap<>();
            for (Value v : g.initializers()) {
                if (v.isGraphInput() || v.constant().shape().size() > LONGEST) {
                    continue;
                }
                Value first = kept.putIfAbsent(new Contents(v.constant()), v);
                if (first != null && !v.isGraphOutput()) {
                    g.replaceAllUses(v, first);
                    g.removeValue(v);
                    changed = true;
                }
            }
        }
        return changed;
    }
}
