package io.jquant.conformance;

import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import io.jquant.tensor.TensorSequence;
import java.util.Objects;

/** Are two values equal within the tolerance of a case? */
final class Comparison {
    private Comparison() {}

    /** The first difference, or null. */
    static String difference(RuntimeValue expected, RuntimeValue got, ConformanceCase c) {
        if (expected == null || got == null) {
            return expected == got ? null : "expected " + expected + ", got " + got;
        }
        if (expected instanceof TensorSequence a && got instanceof TensorSequence b) {
            if (a.tensors().size() != b.tensors().size()) {
                return "expected " + a.tensors().size() + " tensors, got " + b.tensors().size();
            }
            for (int i = 0; i < a.tensors().size(); i++) {
                String d = difference(a.tensors().get(i), b.tensors().get(i), c);
                if (d != null) {
                    return "tensor " + i + ": " + d;
                }
            }
            return null;
        }
        if (expected instanceof Tensor a && got instanceof Tensor b) {
            return difference(a, b, c);
        }
        return "expected " + expected.getClass() + ", got " + got.getClass();
    }

    private static String difference(Tensor expected, Tensor got, ConformanceCase c) {
        if (expected.type() != got.type() || !expected.shape().equals(got.shape())) {
            return "expected " + expected + ", got " + got;
        }
        int n = expected.size();
        for (int i = 0; i < n; i++) {
            String e;
            String g;
            boolean equal;
            if (expected.type().isComplex()) {
                equal = complexEqual(expected, got, i, c);
                e = "complex";
                g = "complex";
            } else if (expected.type().isFloatingPoint()) {
                double x = TensorNumbers.doubleAt(expected, i);
                double y = TensorNumbers.doubleAt(got, i);
                equal = equal(x, y, c);
                e = Double.toString(x);
                g = Double.toString(y);
            } else if (expected.storage() instanceof String[] s) {
                e = s[i];
                g = got.strings()[i];
                equal = Objects.equals(e, g);
            } else {
                long x = expected.longAt(i);
                long y = got.longAt(i);
                equal = x == y || Math.abs(x - y) <= c.atolInt();
                e = Long.toString(x);
                g = Long.toString(y);
            }
            if (!equal) {
                return expected + " element " + i + ": expected " + e + ", got " + g;
            }
        }
        return null;
    }

    private static boolean complexEqual(Tensor a, Tensor b, int i, ConformanceCase c) {
        for (int k = 2 * i; k < 2 * i + 2; k++) {
            double x = a.storage() instanceof float[] f ? f[k] : a.doubles()[k];
            double y = b.storage() instanceof float[] f ? f[k] : b.doubles()[k];
            if (!equal(x, y, c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(double x, double y, ConformanceCase c) {
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Double.isNaN(x) && Double.isNaN(y);
        }
        if (Double.isInfinite(x) || Double.isInfinite(y)) {
            return x == y;
        }
        return Math.abs(x - y) <= c.atol() + c.rtol() * Math.abs(x);
    }
}
