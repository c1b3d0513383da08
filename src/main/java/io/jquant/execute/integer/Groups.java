package io.jquant.execute.integer;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.CodeOperators;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The integer kernels that operators on dequantized values become. */
final class Groups {
    private final CodedGraph codes;
    private final HeavyGroups heavy;
    private final int opset;

    Groups(CodedGraph codes, int opset) {
        this.codes = codes;
        this.heavy = new HeavyGroups(codes);
        this.opset = opset;
    }

    /** The kernel that gives codes of an operator's result; null for none. */
    KernelCall toCodes(Node n, Coded target) {
        if (!n.domain().isEmpty() || n.outputs().size() != 1) {
            return null;
        }
        return switch (n.opType()) {
            case "Conv" -> heavy.conv(n, target);
            case "Gemm" -> heavy.gemm(n, target);
            case "MatMul" -> heavy.matMul(n, target);
            case "Add" -> {
                KernelCall product = heavy.matMulWithBias(n, target);
                yield product != null ? product : binary(n, target);
            }
            case "Mul" -> binary(n, target);
            case "Concat" -> concat(n, target);
            default -> CodeOperators.unary(n.opType()) == null ? null : unary(n, target);
        };
    }

    /** Lets an integer kernel produce a node's real result, where there is one for it. */
    void toReal(Node n) {
        KernelCall call =
                n.is("MatMul") ? heavy.realMatMul(n) : n.is("Gemm") ? heavy.realGemm(n) : null;
        if (call == null) {
            return;
        }
        Value result = n.output();
        codes.add(
                n, n.name(), call.domain(), call.type(), call.attributes(), call.inputs(), result);
        n.graph().removeNode(n);
    }

    private KernelCall unary(Node n, Coded target) {
        Coded x = operand(n.input(0), target);
        if (x == null) {
            return null;
        }
        Attributes attributes = CodedGraph.copy(n.attributes());
        attributes.set(Attribute.of("opset", (long) opset));
        return KernelCall.contrib(
                CodeOperators.unary(n.opType()),
                attributes,
                Arrays.asList(x.codes(), x.scale(), x.zero(), target.scale(), target.zero()));
    }

    private KernelCall binary(Node n, Coded target) {
        if (n.input(0) == n.input(1)) {
            return null;
        }
        Coded a = operand(n.input(0), target);
        Coded b = operand(n.input(1), target);
        return a == null || b == null
                ? null
                : KernelCall.contrib(
                        CodeOperators.binary(n.opType()),
                        new Attributes(),
                        Arrays.asList(
                                a.codes(),
                                a.scale(),
                                a.zero(),
                                b.codes(),
                                b.scale(),
                                b.zero(),
                                target.scale(),
                                target.zero()));
    }

    private KernelCall concat(Node n, Coded target) {
        List<Value> inputs = new ArrayList<>(Arrays.asList(target.scale(), target.zero()));
        for (Value v : n.inputs()) {
            Coded x = operand(v, target);
            if (x == null) {
                return null;
            }
            inputs.addAll(Arrays.asList(x.codes(), x.scale(), x.zero()));
        }
        return KernelCall.contrib(CodeOperators.CONCAT, CodedGraph.copy(n.attributes()), inputs);
    }

    /** Codes of the result's type with one scale; null for anything else. */
    private Coded operand(Value real, Coded target) {
        Coded c = codes.coded(real);
        return c != null && c.isPerTensor() && c.type() == target.type() ? c : null;
    }
}
