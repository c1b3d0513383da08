package io.jquant.check;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.OptionalValue;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import io.jquant.tensor.TensorSequence;
import java.util.Locale;
import java.util.Objects;

/**
 * Compares a result with what is expected, by the rules of the ONNX backend tests: type and shape
 * equal, NaN equals NaN.
 */
final class Comparison {
    private Comparison() {}

    /** What is wrong with a result; null when nothing is. */
    static String difference(RuntimeValue want, RuntimeValue have, Tolerance tolerance) {
        return present(OptionalValue.contentOf(want), OptionalValue.contentOf(have), tolerance);
    }

    private static String present(RuntimeValue expected, RuntimeValue got, Tolerance tolerance) {
        if (expected instanceof TensorSequence want && got instanceof TensorSequence have) {
            if (want.tensors().size() != have.tensors().size()) {
                return have.tensors().size()
                        + " tensors in the sequence, expected "
                        + want.tensors().size();
            }
            for (int i = 0; i < want.tensors().size(); i++) {
                String d = difference(want.tensors().get(i), have.tensors().get(i), tolerance);
                if (d != null) {
                    return "tensor " + i + " of the sequence: " + d;
                }
            }
            return null;
        }
        if (expected instanceof Tensor want && got instanceof Tensor have) {
            return tensors(want, have, tolerance);
        }
        return got == null && expected == null ? null : "a value of another kind than expected";
    }

    private static String tensors(Tensor want, Tensor have, Tolerance tolerance) {
        if (want.type() != have.type()) {
            return have.type() + ", expected " + want.type();
        }
        if (!want.shape().equals(have.shape())) {
            return "shape " + have.shape() + ", expected " + want.shape();
        }
        int entries = want.size() * want.type().entriesPerElement();
        int wrong = 0;
        String first = null;
        for (int i = 0; i < entries; i++) {
            if (!close(want, have, i, tolerance)) {
                if (wrong++ == 0) {
                    first = "element " + i + " is " + text(have, i) + ", expected " + text(want, i);
                }
            }
        }
        return wrong == 0
                ? null
                : String.format(Locale.ROOT, "%s (%d of %d differ)", first, wrong, entries);
    }

    private static boolean close(Tensor want, Tensor have, int i, Tolerance tolerance) {
        ElementType type = want.type();
        if (type == ElementType.STRING) {
            return Objects.equals(want.strings()[i], have.strings()[i]);
        }
        if (type.isFloatingPoint() || type.isComplex()) {
            double w = number(want, i);
            double h = number(have, i);
            if (Double.isNaN(w) || Double.isNaN(h)) {
                return Double.isNaN(w) && Double.isNaN(h);
            }
            if (Double.isInfinite(w) || Double.isInfinite(h)) {
                return w == h;
            }
            return Math.abs(h - w) <= tolerance.absolute() + tolerance.relative() * Math.abs(w);
        }
        long w = want.longAt(i);
        long h = have.longAt(i);
        if (w == h) {
            return true;
        }
        return type != ElementType.BOOL
                && tolerance.integer() > 0
                && Math.abs(h - w) <= tolerance.integer();
    }

    private static double number(Tensor t, int i) {
        return switch (t.type()) {
            case COMPLEX64 -> t.floats()[i];
            case COMPLEX128 -> t.doubles()[i];
            default -> TensorNumbers.doubleAt(t, i);
        };
    }

    private static String text(Tensor t, int i) {
        if (t.type() == ElementType.STRING) {
            return "'" + t.strings()[i] + "'";
        }
        return t.type().isFloatingPoint() || t.type().isComplex()
                ? Double.toString(number(t, i))
                : Long.toString(t.longAt(i));
    }
}
