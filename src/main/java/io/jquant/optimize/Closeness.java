package io.jquant.optimize;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import java.lang.reflect.Array;
import java.util.Objects;

/** Compares results before and after a rewriting. */
public final class Closeness {
    private Closeness() {}

    /**
     * The first difference between two values, or null.
     *
     * @param tolerance how far floating-point numbers may be apart, as a share of the largest
     *     magnitude in the tensor; 0 for the same bits
     */
    public static String difference(RuntimeValue expected, RuntimeValue actual, double tolerance) {
        if (expected instanceof TensorSequence a && actual instanceof TensorSequence b) {
            if (a.tensors().size() != b.tensors().size()) {
                return a.tensors().size() + " tensors, then " + b.tensors().size();
            }
            for (int i = 0; i < a.tensors().size(); i++) {
                String d = difference(a.tensors().get(i), b.tensors().get(i), tolerance);
                if (d != null) {
                    return "tensor " + i + ": " + d;
                }
            }
            return null;
        }
        if (!(expected instanceof Tensor a) || !(actual instanceof Tensor b)) {
            return "another kind of value";
        }
        if (a.type() != b.type() || !a.shape().equals(b.shape())) {
            return a + ", then " + b;
        }
        return a.type() == ElementType.FLOAT || a.type() == ElementType.DOUBLE
                ? reals(a, b, tolerance)
                : entries(a, b);
    }

    private static double at(Tensor t, int i) {
        return t.type() == ElementType.FLOAT ? t.floats()[i] : t.doubles()[i];
    }

    private static String reals(Tensor a, Tensor b, double tolerance) {
        double largest = 0;
        for (int i = 0; i < a.size(); i++) {
            double x = Math.abs(at(a, i));
            largest = x > largest && !Double.isInfinite(x) ? x : largest;
        }
        for (int i = 0; i < a.size(); i++) {
            double x = at(a, i);
            double y = at(b, i);
            boolean same = x == y || (Double.isNaN(x) && Double.isNaN(y));
            if (!same && !(Math.abs(x - y) <= tolerance * largest)) {
                return "element " + i + " is " + x + ", then " + y;
            }
        }
        return null;
    }

    private static String entries(Tensor a, Tensor b) {
        int n = a.size() * a.type().entriesPerElement();
        for (int i = 0; i < n; i++) {
            Object x = Array.get(a.storage(), i);
            Object y = Array.get(b.storage(), i);
            if (!Objects.equals(x, y)) {
                return "element " + i + " is " + x + ", then " + y;
            }
        }
        return null;
    }
}
