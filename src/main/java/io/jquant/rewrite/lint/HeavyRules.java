package io.jquant.rewrite.lint;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * What ONNX Runtime's CPU provider makes of Conv, Gemm and MatMul between DequantizeLinear and
 * QuantizeLinear, with default session options. Measured on versions 1.29 and 1.31.
 */
final class HeavyRules {
    /** A bias whose scale is further from the product of the others stays float. */
    private static final double BIAS_TOLERANCE = 0.02;

    private final Codes codes;
    private final boolean int8Kernels;

    /** What was found, with the tensor or operator that it is about. */
    record Result(Verdict verdict, String detail) {
        static Result of(Verdict v) {
            return new Result(v, "");
        }
    }

    /**
     * @param int8Kernels are there fast kernels for int8 activations?
     */
    HeavyRules(boolean int8Kernels) {
        this.int8Kernels = int8Kernels;
        this.codes = new Codes(!int8Kernels);
    }

    Codes codes() {
        return codes;
    }

    Result of(Node n) {
        return switch (n.opType()) {
            case "Conv" -> conv(n);
            case "Gemm" -> gemm(n, n.input(2), n.output(0), false);
            case "MatMul" -> matMul(n);
            default -> Result.of(Verdict.NO_KERNEL);
        };
    }

    // ---- operators

    private Result conv(Node n) {
        Node x = Codes.dequantizer(n.input(0), n);
        if (x == null) {
            return at(Verdict.FLOAT_INPUT, n.input(0));
        }
        Behind behind = Behind.of(n.output(0));
        if (behind.quantizer() == null) {
            return new Result(behind.why(), behind.detail());
        }
        Node w = Codes.dequantizer(n.input(1), n);
        Result types = types(x, w, behind.quantizer(), n);
        if (types.verdict() != Verdict.INTEGER) {
            return types;
        }
        return bias(n.input(2), n, x, w) ? types : at(Verdict.BIAS_FORM, n.input(2));
    }

    /** Gemm, or the MatMul and Add that the runtime joins to one. */
    private Result gemm(Node n, Value bias, Value out, boolean reshaped) {
        if (n.attributes().getFloat("alpha", 1) != 1 || n.attributes().getFloat("beta", 1) != 1) {
            return Result.of(Verdict.GEMM_FACTORS);
        }
        Node a = Codes.dequantizer(n.input(0), n);
        if (a == null) {
            return at(Verdict.FLOAT_INPUT, n.input(0));
        }
        Behind behind = Behind.of(out);
        Node b = Codes.dequantizer(n.input(1), n);
        if (behind.quantizer() == null || (reshaped && behind.clamped())) {
            if (behind.clamped() || behind.why() == Verdict.SHARED_OUTPUT) {
                return new Result(
                        behind.why() == null || behind.why() == Verdict.FLOAT_OUTPUT
                                ? Verdict.CLAMP
                                : behind.why(),
                        behind.detail());
            }
            if (b == null) {
                return at(floatOperand(n.input(1)), n.input(1));
            }
            Result types = operandTypes(a, b);
            boolean whole = bias == null || isIntegerBias(Codes.dequantizer(bias, n));
            return types.verdict() != Verdict.INTEGER || whole
                    ? types
                    : at(Verdict.FLOAT_BIAS, bias);
        }
        Result types = types(a, b, behind.quantizer(), n);
        if (types.verdict() != Verdict.INTEGER) {
            return types;
        }
        boolean fits = bias == null || bias.isConstant() || isIntegerBias(dequantizerOf(bias));
        return fits ? types : at(Verdict.BIAS_FORM, bias);
    }

    private static Node dequantizerOf(Value v) {
        return Codes.isDequantize(v.producer()) ? v.producer() : null;
    }

    private Result matMul(Node n) {
        Node add = joinedAdd(n);
        if (add != null) {
            Value bias = add.input(add.input(0) == n.output(0) ? 1 : 0);
            return gemm(n, bias, add.output(0), rank(n.input(0)) > 2);
        }
        Node a = Codes.dequantizer(n.input(0), n);
        Node b = Codes.dequantizer(n.input(1), n);
        if (a == null) {
            return at(Verdict.FLOAT_INPUT, n.input(0));
        }
        if (b == null) {
            return at(floatOperand(n.input(1)), n.input(1));
        }
        Behind behind = Behind.of(n.output(0));
        if (behind.quantizer() != null) {
            return types(a, b, behind.quantizer(), n);
        }
        if (behind.clamped() || behind.why() == Verdict.SHARED_OUTPUT) {
            return new Result(
                    behind.why() == Verdict.FLOAT_OUTPUT ? Verdict.CLAMP : behind.why(),
                    behind.detail());
        }
        return operandTypes(a, b);
    }

    // ---- types

    private Result types(Node x, Node w, Node q, Node n) {
        if (w == null) {
            Value weight = n.input(1);
            boolean constant = weight != null && weight.isConstant();
            return at(constant ? Verdict.WEIGHTS_BY_RUNTIME : Verdict.FLOAT_INPUT, weight);
        }
        if (Codes.isPerAxis(q)) {
            return at(Verdict.PER_AXIS_ACTIVATION, q.input(0));
        }
        Result operands = operandTypes(x, w);
        if (operands.verdict() != Verdict.INTEGER) {
            return operands;
        }
        return codes.seen(x) == codes.seen(q) ? operands : at(Verdict.TYPES_DIFFER, q.input(0));
    }

    private Result operandTypes(Node x, Node w) {
        if (Codes.isPerAxis(x) && !Codes.isConstant(x)) {
            return at(Verdict.PER_AXIS_ACTIVATION, x.output(0));
        }
        ElementType a = codes.seen(x);
        ElementType b = codes.seen(w);
        if (!isByte(a) || !isByte(b)) {
            return at(Verdict.WIDE_CODES, isByte(a) ? w.output(0) : x.output(0));
        }
        if (a == ElementType.INT8 && !int8Kernels) {
            return at(Verdict.INT8_ACTIVATIONS, x.output(0));
        }
        return a == ElementType.INT8 && b != a
                ? at(Verdict.TYPES_DIFFER, w.output(0))
                : Result.of(Verdict.INTEGER);
    }

    private static boolean isByte(ElementType t) {
        return t == ElementType.INT8 || t == ElementType.UINT8;
    }

    private static Verdict floatOperand(Value v) {
        return v != null && v.isConstant() ? Verdict.FLOAT_WEIGHT : Verdict.FLOAT_INPUT;
    }

    private static Result at(Verdict verdict, Value v) {
        return new Result(verdict, v == null ? "" : v.name());
    }

    // ---- biases

    private static boolean bias(Value b, Node n, Node x, Node w) {
        if (b == null || b.isConstant()) {
            return true; // the runtime quantizes a float constant
        }
        Node d = Codes.dequantizer(b, n);
        if (!isIntegerBias(d)) {
            return false;
        }
        Tensor own = d.input(1).constant();
        Tensor weights = w.input(1).constant();
        if (own == null || weights == null || own.size() == 0 || weights.size() == 0) {
            return false;
        }
        float input = Codes.scale(x);
        for (int i = 0; i < Math.max(own.size(), weights.size()); i++) {
            double product = (double) input * weights.floats()[Math.min(i, weights.size() - 1)];
            double s = own.floats()[Math.min(i, own.size() - 1)];
            if (!(Math.abs(s - product) <= BIAS_TOLERANCE * Math.abs(product))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIntegerBias(Node d) {
        return d != null
                && d.input(0).tensorType() != null
                && d.input(0).tensorType().element() == ElementType.INT32;
    }

    // ---- MatMul and Add

    /** The Add that the runtime joins with a MatMul to one Gemm, or null. */
    private static Node joinedAdd(Node n) {
        Value out = n.output(0);
        Node add = out.soleReader();
        if (add == null || !add.is("Add") || add.graph() != n.graph()) {
            return null;
        }
        SymbolicShape a = shape(n.input(0));
        SymbolicShape b = shape(n.input(1));
        SymbolicShape c = shape(add.input(add.input(0) == out ? 1 : 0));
        if (a == null || b == null || c == null || b.rank() != 2 || a.rank() < 2) {
            return null;
        }
        long columns = b.size(1);
        if (columns < 0 || c.rank() == 0 || c.rank() > 2 || c.size(-1) != columns) {
            return null;
        }
        boolean vector = c.rank() == 1 || c.size(0) == 1;
        if (a.rank() == 2) {
            return vector || (c.size(0) >= 0 && c.size(0) == a.size(0)) ? add : null;
        }
        return c.rank() == 1 && a.isKnown() ? add : null;
    }

    private static int rank(Value v) {
        SymbolicShape s = shape(v);
        return s == null ? -1 : s.rank();
    }

    private static SymbolicShape shape(Value v) {
        return v == null || v.tensorType() == null ? null : v.tensorType().shape();
    }
}
